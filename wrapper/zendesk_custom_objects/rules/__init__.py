"""The business rules of custom objects, each in one place.

The client checks values with them before it sends, the sandbox when it receives. They are plain
functions: they take what a caller gave and return the body to send, and everything that is wrong
with it. Only what the service is documented to refuse is wrong; whatever is uncertain passes.

Import the submodules: most programs need few of them, and loading all takes about 20 ms.
"""

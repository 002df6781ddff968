"""The steps, questions and answers of a probe of an account, as data. It sends nothing."""

from __future__ import annotations

from .job_replies import BulkFinding
from .report import Finding, NotProbed, Report

__all__ = ["BulkFinding", "Finding", "NotProbed", "Report"]

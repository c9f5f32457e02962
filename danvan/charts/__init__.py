"""Geometry of the charts: typed figures in, frozen coordinates out.

Pure functions: no database, no template, no request. Every coordinate leaves here as a finished SVG attribute
("12.34%", "3.20rem"), because Django's `vi` formats would print a comma into it. Horizontal lengths are percent and
vertical ones rem, without a viewBox: marks stretch with the page, letters never do. Geometry may divide; figures stay
exact.

Missing (None) is not zero: it draws nothing and prints "–". No figure of the portal is negative: a negative one raises.
Drawn by `templates/charts/*.html` through the tags in `danvan/templatetags/charts.py`.
"""

from danvan.charts.base import DASH, Number, Say, change, million, pct, plain, rem, share
from danvan.charts.months import Column, Columns, MonthIn, columns
from danvan.charts.plan import Bullet, PlanIn, PlanRow, Stage, StageIn, judge, plans, stages
from danvan.charts.ranked import Bar, BarIn, Bars, Spark, bars, fold, spark
from danvan.charts.series import PointIn, Series, series
from danvan.charts.two_dates import Flow, Slope, SlopeIn, flow, slope

__all__ = [
    "DASH",
    "Bar",
    "BarIn",
    "Bars",
    "Bullet",
    "Column",
    "Columns",
    "Flow",
    "MonthIn",
    "Number",
    "PlanIn",
    "PlanRow",
    "PointIn",
    "Say",
    "Series",
    "Slope",
    "SlopeIn",
    "Spark",
    "Stage",
    "StageIn",
    "bars",
    "change",
    "columns",
    "flow",
    "fold",
    "judge",
    "million",
    "pct",
    "plain",
    "plans",
    "rem",
    "series",
    "share",
    "slope",
    "spark",
    "stages",
]

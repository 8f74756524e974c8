"""The nouns, one a file: fields, constraints, queryset."""

from annotations.models.actor import Actor
from annotations.models.article import Article, ArticleVersion
from annotations.models.assignment import Assignment, Recusal
from annotations.models.blind_rating import BlindRating
from annotations.models.checkpoint import Checkpoint
from annotations.models.claim import Claim
from annotations.models.comment import Comment
from annotations.models.dossier import Dossier
from annotations.models.event import Event, Stream
from annotations.models.evidence import Evidence
from annotations.models.external_check import ExternalCheck
from annotations.models.feed import FeedEntry
from annotations.models.job import Heartbeat, Job
from annotations.models.notification import Notification
from annotations.models.occurrence import Occurrence
from annotations.models.policy import Policy
from annotations.models.rating import Rating, RatingScale
from annotations.models.review import Review
from annotations.models.suggestion import Suggestion
from annotations.models.team import Membership, Role, Team
from annotations.models.token import Token
from annotations.models.user import User
from annotations.models.verdict import Verdict
from annotations.models.webhook import Delivery, Webhook

__all__ = [
    "Actor",
    "Article",
    "ArticleVersion",
    "Assignment",
    "BlindRating",
    "Checkpoint",
    "Claim",
    "Comment",
    "Delivery",
    "Dossier",
    "Event",
    "Evidence",
    "ExternalCheck",
    "FeedEntry",
    "Heartbeat",
    "Job",
    "Membership",
    "Notification",
    "Occurrence",
    "Policy",
    "Rating",
    "RatingScale",
    "Recusal",
    "Review",
    "Role",
    "Stream",
    "Suggestion",
    "Team",
    "Token",
    "User",
    "Verdict",
    "Webhook",
]

"""Work under way."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.reverse import reverse

from annotations.actions import exports
from annotations.models import Job
from annotations.models.job import JobState
from api.serializers.claims import Answerable


class JobSerializer(Answerable):
    """A job: state, progress in per cent, what went wrong, and where the file is that it made."""

    file = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "state",
            "progress",
            "error",
            "created_at",
            "finished_at",
            "file",
            "open_actions",
        ]
        read_only_fields = fields

    def get_file(self, job: Job) -> str | None:
        """Return the address of a finished export; None for everything else."""
        if job.kind != exports.KIND or job.state != JobState.DONE:
            return None
        return reverse("job-file", kwargs={"pk": job.pk}, request=self.context.get("request"))

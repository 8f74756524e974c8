"""Work under way: how far it is, and stopping it."""

from __future__ import annotations

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from annotations.actions import cancelling
from annotations.models import Job
from api.serializers.jobs import JobSerializer
from api.views.resource import Resource


def asked(view: Resource, job: Job) -> Response:
    """Answer 202: the job will do it, and there it can be watched."""
    place = reverse("job-detail", kwargs={"pk": job.pk}, request=view.request)
    shown = JobSerializer(job, context=view.get_serializer_context()).data
    return Response(shown, status=202, headers={"Location": place})


class JobViewSet(Resource):
    """Work under way."""

    noun = Job
    serializer_class = JobSerializer

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show how far it is."""
        return self.found(pk)

    @action(detail=True, methods=["post"])
    def cancel(self, _request: Request, pk: int) -> Response:
        """Stop it; what it has done stays."""
        self.sent()
        return self.show(cancelling.cancel(self.one(Job, pk), by=self.actor))

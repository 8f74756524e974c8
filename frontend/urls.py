"""Addresses of the pages. Those under `fact-checks/` are public; all others ask to sign in."""

from django.urls import path

from frontend.views import (
    articles,
    claims,
    evidence,
    feeds,
    home,
    public,
    quality,
    queue,
    search,
    verdicts,
)
from frontend.views import suggestions as sug
from frontend.views import workspace as ws

urlpatterns = [
    path("", home.home, name="home"),
    path("team/", home.choose_team, name="choose_team"),
    path("queue/", queue.queue, name="queue"),
    path("search/", search.search, name="search"),
    # The reading room
    path("articles/", articles.articles, name="articles"),
    path("articles/add/", articles.add, name="article_add"),
    path("articles/<int:pk>/", ws.article, name="article"),
    path("articles/<int:pk>/pulse/", ws.pulse, name="article_pulse"),
    path("articles/<int:pk>/show/", ws.show, name="article_show"),
    path("articles/<int:pk>/highlight/", ws.highlight, name="highlight"),
    path("articles/<int:pk>/suggest/", sug.suggest, name="article_suggest"),
    path("suggestions/", quality.quality, name="quality"),
    path("suggestions/rescore/", quality.rescore, name="rescore"),
    path("suggestions/rescoring/", quality.rescoring, name="rescoring"),
    path("jobs/<int:pk>/cancel/", quality.cancel, name="job_cancel"),
    path("suggestions/<int:pk>/accept/", sug.accept, name="suggestion_accept"),
    path("suggestions/<int:pk>/dismiss/", sug.dismiss, name="suggestion_dismiss"),
    path("suggestions/<int:pk>/restore/", sug.restore, name="suggestion_restore"),
    path("suggestions/<int:pk>/take-back/", sug.take_back, name="suggestion_take_back"),
    # A claim and its verdict
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<int:pk>/edit/", claims.edit, name="claim_edit"),
    path("claims/<int:pk>/assign/", claims.assign, name="claim_assign"),
    path("claims/<int:pk>/dismiss/", claims.dismiss, name="claim_dismiss"),
    path("claims/<int:pk>/reopen/", claims.reopen, name="claim_reopen"),
    path("claims/<int:pk>/cite/", evidence.cite, name="cite"),
    path("claims/<int:pk>/draft/", verdicts.draft, name="draft"),
    path("evidence/<int:pk>/edit/", evidence.edit, name="evidence_edit"),
    path("evidence/<int:pk>/remove/", evidence.remove, name="evidence_remove"),
    path("verdicts/<int:pk>/edit/", verdicts.edit, name="verdict_edit"),
    path("verdicts/<int:pk>/submit/", verdicts.submit, name="submit"),
    path("verdicts/<int:pk>/withdraw/", verdicts.withdraw, name="withdraw"),
    path("verdicts/<int:pk>/review/", verdicts.review, name="review"),
    path("verdicts/<int:pk>/publish/", verdicts.publish, name="publish"),
    path("verdicts/<int:pk>/revise/", verdicts.revise, name="revise"),
    # For everybody
    path("fact-checks/", public.public_list, name="public_list"),
    path("fact-checks/feed.atom", feeds.feed, name="feed"),
    path("fact-checks/<slug:team>/", public.team_list, name="public_team"),
    path("fact-checks/<slug:team>/feed.atom", feeds.feed, name="team_feed"),
    path("fact-checks/<slug:team>/<int:pk>/", public.fact_check, name="public"),
    path("fact-checks/<slug:team>/<int:pk>/card/", public.card, name="public_card"),
    path(
        "fact-checks/<slug:team>/<int:pk>/revisions/<int:number>/",
        public.superseded,
        name="public_superseded",
    ),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
]

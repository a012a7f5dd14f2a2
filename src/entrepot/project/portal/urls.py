from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("entrepot.project.portal.imports.urls")),
    path("classify/", include("entrepot.project.portal.classify.urls")),
    path("academy/", include("entrepot.project.portal.academy.urls")),
    path("mission/", include("entrepot.project.portal.mission.urls")),
    path("goods/", include("entrepot.project.portal.goods.urls")),
    path("showroom/", include("entrepot.project.portal.showroom.urls")),
    path("onramp/", include("entrepot.project.portal.onramp.urls")),
    path("corrections/", include("entrepot.project.portal.corrections.urls")),
    path("start/", include("entrepot.project.portal.start.urls")),
    path("search/", include("entrepot.project.portal.search.urls")),
    path("received/", include("entrepot.project.portal.received.urls")),
    path("sent/", include("entrepot.project.portal.sent.urls")),
    path("operator/", include("entrepot.project.portal.operator.urls")),
    path("", include("entrepot.project.portal.shipping.urls")),
    path("payments/", include("entrepot.project.portal.statements.urls")),
    path("guarantee/", include("entrepot.project.portal.guarantee.urls")),
    path("tax-bills/", include("entrepot.project.portal.tax_bills.urls")),
    path("persons/", include("entrepot.project.portal.persons.urls")),
    path("settings/", include("entrepot.project.portal.settings.urls")),
]

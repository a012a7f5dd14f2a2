"""Addresses for programs."""

from django.urls import URLPattern, URLResolver, include, path

from entrepot.project.api.api import urls
from entrepot.project.api.metrics import metrics
from entrepot.project.api.openapi import openapi_json
from entrepot.project.api.original_payments import open_request, upload
from entrepot.project.api.page import docs_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/openapi.json", openapi_json, name="openapi"),
    path("api/v1/docs", docs_page, name="api-docs"),
    path("api/v1/", include(urls())),
    path("179/<str:code>/openReq", open_request, name="open-request"),
    path("179/realTimeDataUpload", upload, name="payment-upload"),
    path("metrics", metrics, name="metrics"),
]

from django.urls import path

from entrepot.project.portal.settings import keys, mappings, views, webhooks

app_name = "settings"
urlpatterns = [
    path("", views.page, name="settings"),
    path("name/", views.name, name="name"),
    path("language/", views.language, name="language"),
    path("password/", views.password, name="password"),
    path("sessions/end/", views.end_sessions, name="end-sessions"),
    path("tokens/", keys.page, name="tokens"),
    path("tokens/make/", keys.make, name="make-token"),
    path("tokens/<int:token_id>/revoke/", keys.revoke, name="revoke-token"),
    path("columns/", mappings.page, name="mappings"),
    path("columns/<int:mapping_id>/forget/", mappings.forget, name="forget-mapping"),
    path("webhooks/", webhooks.page, name="webhooks"),
    path("webhooks/make/", webhooks.make, name="make-webhook"),
    path("webhooks/<int:webhook_id>/stop/", webhooks.stop, name="stop-webhook"),
]

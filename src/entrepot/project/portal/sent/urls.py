from django.urls import path

from entrepot.project.portal.sent import views

app_name = "sent"
urlpatterns = [
    path("", views.page, name="messages"),
    path("<int:message_id>/", views.message, name="message"),
    path("<int:message_id>/original/", views.original, name="original"),
    path("<int:message_id>/replies/<int:reply_id>/", views.reply, name="reply"),
]

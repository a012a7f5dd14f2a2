from django.urls import path

from entrepot.project.portal.showroom import asking, desk, enquiries, halls, listings

app_name = "showroom"
urlpatterns = [
    path("", desk.page, name="desk"),
    path("desk/opening/", desk.opening, name="opening"),
    path("desk/invite/", desk.invite, name="invite"),
    path("desk/invitations/<int:number>/end/", desk.end, name="end-invitation"),
    path("desk/ware/", desk.ware, name="ware"),
    path("desk/ware/away/", desk.put_away, name="put-away"),
    path("enquiries/", enquiries.page, name="enquiries"),
    path("enquiries/<int:number>/", enquiries.one, name="enquiry"),
    path("enquiries/<int:number>/order/", enquiries.order, name="order"),
    path("enquiries/by/<str:key>/", asking.answered, name="asked"),
    path("listings/", listings.page, name="listings"),
    path("listings/offer/", listings.offer, name="offer"),
    path("listings/<int:number>/", listings.one, name="listing"),
    path("listings/<int:number>/withdraw/", listings.withdraw, name="withdraw"),
    path("<slug:address>/", halls.page, name="hall-list"),
    path("<slug:address>/hall/", halls.hall, name="hall"),
    path("<slug:address>/ask/", asking.ask, name="ask"),
    path("<slug:address>/pictures/<slug:name>.webp", halls.picture, name="picture"),
]

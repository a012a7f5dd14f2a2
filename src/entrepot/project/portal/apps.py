from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages that join several modules."""

    name = "entrepot.project.portal"
    label = "portal"

    def ready(self) -> None:
        """The guide above the record that a newcomer opens first; documents of records; places in the top bar."""
        from entrepot.project.line import figures
        from entrepot.project.line.statements import letters
        from entrepot.project.portal.academy import needs as academy
        from entrepot.project.portal.documents import actions
        from entrepot.project.portal.goods import views as goods
        from entrepot.project.portal.guarantee import views as guarantee
        from entrepot.project.portal.imports.views import register_pages as register_imports
        from entrepot.project.portal.onramp.views import register_pages as register_onramp
        from entrepot.project.portal.operator.views import register_pages as register_operator
        from entrepot.project.portal.persons import views as persons
        from entrepot.project.portal.sent import moved as sent_moved
        from entrepot.project.portal.sent.views import register_pages
        from entrepot.project.portal.shared import moved as shared_moved
        from entrepot.project.portal.shipping.views import register_actions as register_shipping
        from entrepot.project.portal.showroom.enquiries import needs as showroom_needs
        from entrepot.project.portal.statements import views as statements
        from entrepot.project.portal.stock import register as register_stock
        from entrepot.project.portal.tax_bills import views as tax_bills
        from entrepot.project.practice.hamburg import ORDER_NO
        from entrepot.shell import currencies, guides, needs

        currencies.register(letters())
        guides.register(ORDER_NO, "portal/start/welcome.html")
        goods.register_pages()
        register_pages()
        sent_moved.register()
        shared_moved.register()
        register_operator()
        register_imports()
        register_onramp()
        actions.register()
        register_shipping()
        persons.register()
        statements.register_links()
        needs.register("showroom", showroom_needs)
        figures.register()
        register_stock()
        academy.register()
        guarantee.register()
        tax_bills.register()

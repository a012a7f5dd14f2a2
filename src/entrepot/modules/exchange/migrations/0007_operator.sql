-- Who runs the station sees which addresses are told of news and what became of it: never a secret, never a document.
CREATE POLICY exchange_webhook_operate ON exchange_webhook FOR SELECT TO entrepot_web
    USING ((SELECT parties_operates()));
CREATE POLICY exchange_delivery_operate ON exchange_delivery FOR SELECT TO entrepot_web
    USING ((SELECT parties_operates()));

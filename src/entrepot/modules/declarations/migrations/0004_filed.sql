-- Filed, and answered: facts beside the pre-check, each with its own author. One row a list and message.
CREATE TABLE declarations_filed (
    order_no   text        COLLATE "C" NOT NULL,
    list_id    bigint      NOT NULL,
    message_id bigint      NOT NULL,      -- the message that took the list to customs
    by_id      bigint      NOT NULL,      -- who filed it: the agent
    at         timestamptz NOT NULL,
    PRIMARY KEY (order_no, list_id, message_id)
);
CREATE TABLE declarations_reply (
    order_no      text        COLLATE "C" NOT NULL,
    list_id       bigint      NOT NULL,
    content_hash  bytea       NOT NULL,   -- of the reply as read: the same reply again changes nothing
    message_id    bigint      NOT NULL,
    decision_no   integer,                -- the decision it made; null: on its way, or a later reply came before
    pre_no        text        COLLATE "C",
    invt_no       text        COLLATE "C",
    return_status text        COLLATE "C" NOT NULL,
    return_time   timestamptz NOT NULL,   -- when customs said it
    return_info   text        NOT NULL,   -- and in which words
    by_id         bigint      NOT NULL,   -- who says so
    at            timestamptz NOT NULL,   -- when it came here
    PRIMARY KEY (order_no, list_id, content_hash)
);
ALTER TABLE declarations_filed ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_filed_read ON declarations_filed FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM declarations_list l
                    WHERE l.order_no = declarations_filed.order_no AND l.id = declarations_filed.list_id));
ALTER TABLE declarations_reply ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_reply_read ON declarations_reply FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM declarations_list l
                    WHERE l.order_no = declarations_reply.order_no AND l.id = declarations_reply.list_id));
REVOKE INSERT, UPDATE, DELETE ON declarations_filed, declarations_reply FROM entrepot_web;

"""The messages by kind, edition 202205: what the export and import tables hold, and the parts that all messages share.

Facts of the public interface specification of China Customs' unified cross-border e-commerce system (2022-05).
A row of a table: element, column, type, need (Y a value, E the element though it may be empty, N nothing), then the
form of the value or the only values allowed.
"""

from entrepot.gateways.ceb.fields import Field, Kind, Message, section
from entrepot.gateways.ceb.tables_export import EXPORT_MESSAGES
from entrepot.gateways.ceb.tables_import import IMPORT_MESSAGES

MESSAGES: dict[Kind, Message] = {message.kind: message for message in (*EXPORT_MESSAGES, *IMPORT_MESSAGES)}
BY_ROOT: dict[str, Message] = {message.root: message for message in MESSAGES.values()}
REPLY_OF: dict[Kind, Kind] = {
    "order": "order_reply",
    "slip": "slip_reply",
    "waybill": "waybill_reply",
    "list": "list_reply",
    "import_order": "import_order_reply",
    "payment": "payment_reply",
    "import_waybill": "import_waybill_reply",
    "waybill_state": "waybill_state_reply",
    "import_list": "import_list_reply",
    "import_cancel": "import_cancel_reply",
    "import_return": "import_return_reply",
}

TRANSFER = section(
    "BaseTransfer",
    """
    copCode  cop_code       C..18   Y  key
    copName  cop_name       C..100  Y
    dxpMode  dxp_mode       C3      Y
    dxpId    dxp_id         C..30   Y  key
    note     transfer_note  C..1000 N
    """,
)
SUBSCRIBE = section(
    "BaseSubscribe",
    """
    status      status       C..100  Y
    dxpMode     dxp_mode     C3      Y
    dxpAddress  dxp_address  C..100  Y
    note        note         C..1000 N
    """,
)
MESSAGE_GUID = Field("guid", "guid", "C36", required=True)  # the schema asks for its length alone

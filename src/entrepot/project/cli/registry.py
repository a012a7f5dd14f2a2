"""Every command: its words, where its function is, and one line of help. Nothing is imported before it is asked for.

To add a command, write a function with `@command` (frame.py) in a file of its topic and add its line here.
"""

from typing import NamedTuple

from entrepot.project.wording import Text


class Entry(NamedTuple):
    """`name` has one word or two; `target` is `module:function` below entrepot.project.cli."""

    name: str
    target: str
    summary: Text


ENTRIES: tuple[Entry, ...] = (
    Entry("up", "up:up", Text("Start the database, the pages and the workers", "启动数据库、网页和工作进程")),
    Entry("init", "up:init", Text("Make a data folder without starting it", "建立数据目录，不启动")),
    Entry("doctor", "doctor:doctor", Text("What is in force here, and what is wrong", "当前设置与问题")),
    Entry("import", "imports:import_", Text("Import sheets of order lines or goods", "导入订单行或商品表")),
    Entry("derive", "practice:derive", Text("Practice: make up waybills, slips, goods", "练习站：生成运单等")),
    Entry("draft", "drafts:draft", Text("Draft declaration lists from the record", "根据记录拟制清单")),
    Entry("message", "messages:message", Text("Take customs messages in", "接收海关报文")),
    Entry("check", "messages:check", Text("Pre-check every list that is due", "预检全部待检清单")),
    Entry("clear", "messages:clear", Text("Decide every list that is due", "审核全部待审清单")),
    Entry("review", "review:review", Text("Decide on a held list: release or refuse", "处理布控清单：放行或退回")),
    Entry("file", "customs:file", Text("File ready lists: signed messages, outbox", "申报就绪清单：签名报文写入目录")),
    Entry("replies", "customs:replies", Text("Read customs' replies from a folder", "从目录读取海关回执")),
    Entry("record", "record:record", Text("One record: who said what when", "查看一份记录的全过程")),
    Entry("explain", "record:explain", Text("Why a list stands where it stands", "说明清单结论的依据")),
    Entry("document", "documents:document", Text("Invoice, packing list … of an order", "生成发票、装箱单等单据")),
    Entry("export", "exports:export", Text("Lists, replies or problems as messages or CSV", "导出清单、回执或问题")),
    Entry("share", "sharing:share", Text("Open parts of a record to a firm, or as a file", "共享记录的部分内容")),
    Entry("receive", "exchange:receive", Text("Keep a record that another handed over", "接收他方交来的记录")),
    Entry("received", "exchange:received", Text("Records that others handed over", "他方交来的记录")),
    Entry("verify", "sharing:verify", Text("Verify a signed file, offline", "离线验证签名文件")),
    Entry("finance terms", "finance:terms", Text("On what terms financiers advance money", "资金方的融资条件")),
    Entry("finance ask", "finance:ask", Text("A seller asks for money on an order", "电商企业就订单申请融资")),
    Entry("finance offer", "finance:offer", Text("A financier offers an advance", "资金方报价")),
    Entry("finance decline", "finance:decline", Text("A financier declines, with its reason", "资金方婉拒并说明原因")),
    Entry(
        "finance accept", "finance:accept", Text("The seller accepts: held in the registry", "电商企业接受报价并占用")
    ),
    Entry("finance withdraw", "finance:withdraw", Text("The seller withdraws before money moved", "放款前撤回申请")),
    Entry("finance pay", "finance:pay", Text("The financier has paid out", "资金方已放款")),
    Entry("finance repaid", "finance:repaid", Text("The advance came back: free again", "已还款，占用解除")),
    Entry("finance show", "finance:show", Text("Cases of a firm, or one with its checks", "查看企业的融资")),
    Entry("statement bring", "statements:bring", Text("An account statement settles orders", "导入对账单并核销订单")),
    Entry("statement show", "statements:show", Text("What each entry settles, or why not", "查看对账单核销结果")),
    Entry("statement practice", "statements:practice", Text("Practice: a statement made up", "练习站：生成对账单")),
    Entry(
        "payment keep", "original_payments:keep", Text("A marketplace keeps the data of a payment", "保存支付原始数据")
    ),
    Entry(
        "payment ask", "original_payments:ask", Text("Customs asks for the payment of an order", "查询订单支付原始数据")
    ),
    Entry("payment send", "original_payments:send", Text("Upload what customs asked for", "上传海关查询的支付数据")),
    Entry("payment show", "original_payments:show", Text("Who asked for a payment, what came", "查看支付数据查询结果")),
    Entry("rates bring", "parcels:bring", Text("A carrier publishes its rates", "物流企业发布运价")),
    Entry("rates quote", "parcels:quote", Text("What each carrier takes for a parcel", "查询各物流企业报价")),
    Entry("parcel book", "parcels:book", Text("Book a parcel for an order", "为订单订舱")),
    Entry("parcel label", "parcels:label", Text("Print a label with its customs data", "打印含申报信息的面单")),
    Entry("parcel withdraw", "parcels:withdraw", Text("Take a booking back", "撤回订舱")),
    Entry("inspection plan", "inspection:plan", Text("Have an order inspected", "为订单安排检验")),
    Entry("inspection result", "inspection:result", Text("What the inspection firm found", "检验机构登记结果")),
    Entry("inspection show", "inspection:show", Text("Inspections of a firm", "查看企业的检验")),
    Entry("reference load", "references:load", Text("Load an edition of a reference table", "载入参数表版本")),
    Entry("reference list", "references:list_", Text("Editions in force, kinds that lack one", "有效参数表版本及缺项")),
    Entry("classify", "classify:classify", Text("HS code: five candidates, offline", "商品归类：五个候选编码，离线")),
    Entry("onramp", "onramp:onramp", Text("Goods with gaps, forms of trade, what to do", "商品缺项、贸易方式和要事")),
    Entry("link", "people:link", Text("A link that signs a person in once", "生成一次性登录链接")),
    Entry("person add", "people:add", Text("Add somebody who works in a firm", "添加企业人员")),
    Entry(
        "person unmask", "persons:unmask", Text("Who a document names, for a reason", "说明原因后查看单证中的个人信息")
    ),
    Entry("person data", "persons:data", Text("All that is held of one person", "导出所存的某人全部信息")),
    Entry("person erase", "persons:erase", Text("Erase a person whose retention ended", "删除保存期满的个人信息")),
    Entry("identity keys", "persons:keys", Text("Months sealed, and until when kept", "查看各月密钥及保存期限")),
    Entry("identity seal", "persons:seal", Text("Seal what came before sealing began", "加密此前收到的报文和表格")),
    Entry("identity retire", "persons:retire", Text("Destroy the keys of past months", "销毁过期月份的密钥")),
    Entry("guarantee set", "guarantee:set_", Text("Set the limit of a firm's guarantee", "核定企业的担保额度")),
    Entry("guarantee show", "guarantee:show", Text("Guarantees: held, used, left", "担保的占用、使用和剩余")),
    Entry("tax-bill list", "tax_bills:list_", Text("Tax bills of released lists", "列出已放行清单的税单")),
    Entry("tax-bill show", "tax_bills:show", Text("One tax bill with its lines", "查看一份税单及其各项税款")),
    Entry("return arrived", "returns:arrived", Text("Goods of a return are back", "退货货物已运抵原场所")),
    Entry("quota", "guarantee:quota", Text("What a buyer has used of a year", "查询购买人年度限额使用情况")),
    Entry("token make", "people:make_token", Text("An API token for a person in a firm", "为企业人员生成 API 令牌")),
    Entry("token list", "people:list_tokens", Text("The tokens of a firm", "列出企业的令牌")),
    Entry("token revoke", "people:revoke_token", Text("Make a token open nothing any more", "撤销令牌")),
    Entry("certificate", "certificates:certificate", Text("With what a firm signs its messages", "登记企业的签名证书")),
    Entry("filing apply", "filings:apply", Text("Ask an authority for a code or a firm", "向主管机关申请备案")),
    Entry("filing approve", "filings:approve", Text("The authority approves", "主管机关予以备案")),
    Entry("filing refuse", "filings:refuse", Text("The authority refuses, and says why", "不予备案并说明原因")),
    Entry("filing list", "filings:list_", Text("Filings and what was answered", "列出备案申请及答复")),
    Entry("showroom open", "marketing:open_", Text("Open a firm's showroom", "开设企业展厅")),
    Entry("showroom fill", "marketing:fill", Text("Put wares into it, as a sheet says", "按表格展出商品")),
    Entry("showroom invite", "marketing:invite", Text("Let a firm in, and to its prices", "邀请企业进入展厅")),
    Entry("showroom show", "marketing:show", Text("What it shows to a firm, or to everybody", "查看展厅内容")),
    Entry("enquiry ask", "marketing:ask", Text("Ask for a quote of a ware in a showroom", "就展厅商品询价")),
    Entry("enquiry list", "marketing:list_enquiries", Text("What a firm was asked, and asked", "列出企业的询价")),
    Entry("enquiry answer", "marketing:answer", Text("Answer with a price, or decline", "答复询价")),
    Entry("enquiry order", "marketing:order", Text("Make an answered enquiry an order, once", "将询价转为订单")),
    Entry("listing offer", "listings:offer", Text("Offer a ware on a marketplace", "在平台上架商品")),
    Entry("listing list", "listings:list_listings", Text("Listings, and what stops them", "列出上架商品及缺项")),
    Entry("measure publish", "measures:publish", Text("Publish a support measure from a file", "从文件发布支持措施")),
    Entry("measure list", "measures:list_", Text("Support measures and their budgets", "支持措施及其预算")),
    Entry("measure fit", "measures:fit", Text("Which measures fit a firm, what others lack", "企业符合的措施及差距")),
    Entry("measure grant", "measures:grant", Text("Grant measures where the record proves it", "按记录发放支持措施")),
    Entry("zone make", "pilot_zones:make", Text("Enter the office of a pilot zone", "登记综试区管理机构")),
    Entry("zone register", "pilot_zones:register", Text("Pilot zones by batch, with sources", "综试区批次名录及来源")),
    Entry("zone invite", "pilot_zones:invite", Text("Invite a firm to be a member", "邀请企业成为成员")),
    Entry("zone join", "pilot_zones:join", Text("Ask to be a member of a pilot zone", "申请成为综试区成员")),
    Entry("zone agree", "pilot_zones:agree", Text("Agree to an invitation or a wish", "同意邀请或申请")),
    Entry("zone leave", "pilot_zones:leave", Text("End a membership, or decline", "终止成员关系或拒绝")),
    Entry("zone members", "pilot_zones:members", Text("The firms of a pilot zone", "综试区成员")),
    Entry("zone statistics", "pilot_zones:statistics", Text("A month of a pilot zone, counted", "综试区月度统计")),
    Entry("cluster show", "pilot_zones:clusters", Text("Members by HS chapter and place", "按章和地区的产业集群")),
    Entry("park make", "parks:make", Text("Enter a park", "登记园区")),
    Entry("park unit", "parks:unit", Text("Add a unit to a park", "增加园区单元")),
    Entry("park lease", "parks:lease", Text("Let a unit to a firm", "出租单元")),
    Entry("park show", "parks:show", Text("Units, tenants, occupancy", "单元、租户、出租率")),
    Entry("park ask", "parks:ask", Text("Ask the park for something", "向园区提出请求")),
    Entry("park answer", "parks:answer", Text("Answer a tenant", "答复租户")),
    Entry("park requests", "parks:requests", Text("What tenants asked for", "租户请求")),
    Entry("park figures", "parks:figures", Text("Let the park see a tenant's figures", "向园区开放租户数据")),
    Entry("deal make", "deals:make", Text("Market procurement: enter a deal", "市场采购：录入交易")),
    Entry("deal confirm", "deals:confirm", Text("The stall confirms a deal", "商户确认交易")),
    Entry("deal refuse", "deals:refuse", Text("The stall refuses a deal", "商户拒绝交易")),
    Entry("deal load", "deals:load", Text("A confirmed deal into a container", "已确认的交易装箱")),
    Entry("deal unload", "deals:unload", Text("A deal out of an open container", "从未申报的集装箱取出交易")),
    Entry("deal declare", "deals:declare", Text("Declare a container", "申报集装箱")),
    Entry("deal decide", "deals:decide", Text("Decide on declared containers", "审核已申报的集装箱")),
    Entry("deal settle", "deals:settle", Text("What was paid to a stall", "登记对商户的付款")),
    Entry("deal show", "deals:show", Text("One deal and what became of it", "查看一笔交易的全过程")),
    Entry("stock announce", "stock:announce", Text("Warehouse abroad: what is to come", "海外仓：预报到货")),
    Entry("stock receive", "stock:receive", Text("Receive a shipment by scan", "扫描收货")),
    Entry("stock reserve", "stock:reserve", Text("Take stock for an order", "为订单占用库存")),
    Entry("stock pick", "stock:pick", Text("Pick an order by scan", "扫描拣货")),
    Entry("stock pack", "stock:pack", Text("An order is in its box", "订单装箱")),
    Entry("stock ship", "stock:ship", Text("An order goes to a carrier", "订单交运")),
    Entry("stock show", "stock:show", Text("What lies in which warehouse", "查看各仓库存")),
    Entry("demo reset", "demo:reset", Text("Practice only: begin the practice world again", "仅练习站：重置练习数据")),
    Entry(
        "demo arrive",
        "demo:arrive",
        Text("Practice only: 137 sets in three minutes, once", "仅练习站：三分钟到达 137 组，仅一次"),
    ),
    Entry("demo feed", "demo:feed", Text("Practice only: send new practice sets", "仅练习站：发送新的练习单证")),
    Entry("bench clearance", "bench:clearance", Text("Measure how many sets a second are cleared", "测量每秒清关组数")),
    Entry(
        "bench corrections",
        "bench:corrections",
        Text("Measure how soon a corrected list has its verdict", "测量更正后的清单多久得出结论"),
    ),
    Entry("backup", "backup:backup", Text("The whole station in one signed file", "将整个站写入一个签名文件")),
    Entry(
        "restore", "backup:restore", Text("A station from a backup, here or on a server", "由备份恢复站，可至服务器")
    ),
    Entry(
        "hashes", "backup:hashes", Text("Hashes over decisions and tables, to compare", "结论与数据的散列，用于比对")
    ),
    Entry("mission", "mission:mission", Text("The programme, line by line", "逐项查看计划进展")),
    Entry("class open", "academy:class_open", Text("Open a class with five exercises", "开设含五道练习的班级")),
    Entry("class join", "academy:class_join", Text("Join a class as a learner", "以学员身份加入班级")),
    Entry("class results", "academy:class_results", Text("Results of a class, or one signed", "班级成绩或签名结果")),
    Entry("exercise show", "academy:exercise_show", Text("An exercise, as a learner has it", "查看学员的练习")),
    Entry("exercise answer", "academy:exercise_answer", Text("Answer an exercise, once", "作答练习，仅一次")),
    Entry(
        "bench classification",
        "bench:classification",
        Text("Measure HS code help against keyword search", "对比归类帮助与关键词检索"),
    ),
    Entry("worker", "worker:worker", Text("One worker (`up` starts them itself)", "一个工作进程（up 会自行启动）")),
)


def find(words: list[str]) -> tuple[Entry, list[str]] | None:
    """The command that `words` begin with, and what is left for it."""
    by_name = {entry.name: entry for entry in ENTRIES}
    for length in (2, 1):
        entry = by_name.get(" ".join(words[:length]))
        if entry is not None and len(words) >= length:
            return entry, words[length:]
    return None

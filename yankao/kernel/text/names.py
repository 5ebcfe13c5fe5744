"""Names of people in free text: before a title, or after words that introduce somebody."""

import re
from collections.abc import Iterator

TWO = (
    "歐陽 司馬 上官 諸葛 司徒 張簡 范姜 張廖 周黃 江謝 陳黃 端木 皇甫 尉遲 公孫 "
    "夏侯 令狐 慕容 鍾離 宇文 長孫 東方 姜林 劉張 "
)
ONE = (
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧趙梁"
    "顏柯孫魏翁戴范方宋鄧杜傅侯曹薛阮丁卓馬董唐溫藍蔣石紀古姚歐連馮倪湯黎程姜田康姚白涂鄒尤巫"
    "韓鐘龔嚴袁金童柳錢邵汪夏伍顧孔麥佘孟龍萬雷段史陶賀毛郝武侯莫章包關華倪齊任裴祝甘甯辜"
    "尹耿殷苗秦池塗粘買盛戚樊喬柴全鄔穆翟項祁歸管沙梅卜凌辛凃邢聶丘仇仲佟佘俞冉冼冷刁匡卞喻婁"
    "宓寇屈岑崔戎昝晏樓欒滕焦牟狄甄瞿祿禹竇竺臧舒芮苟茅茹荀荊葛蔚藺虞裘譚谷貝費郎郗鄢鄂鈕閔閻闕"
    "陸霍靳鞏饒駱鮑麻龐鐵幸禚鄺"
)
# A sign that seldom stands in a given name; it ends what would be one.
NEVER = "的了是在有與和及或來去被將把向請說也都就要會可已於經時日月年號路街段巷區里鄰市縣我你他她們"
NEVER += "，。、；：？！「」（）()〈〉【】,.;:?!\\s\\d"
GIVEN = rf"[^{NEVER}A-Za-z]"
SURNAME = rf"(?:{'|'.join(TWO.split())}|[{ONE}])"
POLITE = "先生|小姐|女士|太太|君(?=[，。、；：\\s]|$)|同學|阿姨|伯伯|老師"
POST = (
    "里長|鄰長|村長|班長|課長|股長|科長|技士|技佐|主任|警員|警官|巡佐|所長|組長|隊長|分隊長|校長|"
    "醫師|律師|經理|老闆|議員|委員|護理師|專員|組員|稽查員|承辦人?|店長|主委|總幹事|司機"
)
TITLED = re.compile(rf"(?P<it>{SURNAME}[ 　]?(?:[○〇ＯOoXx＊*]{{1,2}}|{GIVEN}{{0,2}}?)?)"
                    rf"[ 　]?(?:{POLITE}|{POST})")  # fmt: skip
INTRODUCED = re.compile(
    r"(?:姓名|聯絡人|聯繫人|連絡人|申請人|檢舉人|陳情人|當事人|負責人|屋主|房東|房客|住戶|鄰居|"
    r"車主|飼主|我是|我叫|我名叫|本人|名叫|叫做|署名|敬上人|代理人|承租人|所有權人)"
    rf"[是為叫:：\s]*(?P<it>{SURNAME}{GIVEN}{{1,2}})"
    r"(?=[，。、；：,.;:!！?？（()）\sA-Za-z\d○]|$|"
    r"[的於在住與和及說電手身車表很是有把將每經常又要希反來打請陳提檢已目到回])"
)
POSTED = re.compile(
    rf"(?:{POST})[ 　]?(?P<it>{SURNAME}{GIVEN}{{1,2}})"
    r"(?=[，。、；：,.;:!！?？（()）\s]|$|[到來表說在回於及與有])"
)
SIGNED = re.compile(rf"(?P<it>{SURNAME}{GIVEN}{{1,2}})\s*(?:敬上|謹上|敬啟|謹啟|上$)")
FOREIGN = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s+|\b[Mm]y name is\s+|\bI am\s+(?=[A-Z][a-z]+ [A-Z])|"
    r"\b(?:[Rr]egards|[Ss]incerely),?\s+)(?P<it>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,2})"
)
# Words that end in a surname sign, or begin with one, and are no name.
COMMON = (
    "任何 如何 為何 工程 過程 里程 課程 行程 流程 全程 對方 地方 警方 校方 院方 "
    "官方 我方 廠方 資方 上方 下方 後方 前方 旁方 提高 較高 最高 太高 升高 許多 "
    "許可 全部 全體 安全 管理 主管 水管 保管 列管 高雄 林園 馬路 馬達 石頭 白天 "
    "包商 包括 向來 向上 連續 連日 方向 方便 方面 金額 古蹟 溫泉 田裡 華夏 關於 "
    "利用 顧客 武廟 齊全 藍色 黃色 白色 黃昏 江邊 池塘 水池 電池 沙灘 買菜 買賣 "
    "凌晨 石化 辛苦 段的 路段 一段 二段 三段 四段 五段 歷史 毛小 萬一 項目 事項 "
    "各項 一項 毎項 負責 放任 責任 主任 擔任 現任 新任 歷任 前任 幾何 區段 階段 "
    "交通 大方 金門 東方 司機 社會 學校 高級 高中 石油 湯姆 麥當 董事 唐榮 管線 "
    "管制 全天 全市 任意 任職 連絡 連帶 方式 史上 包裹 關心 關閉 相關 機關 開關 "
    "有關 海關 公關 無關 大樓 連繫 冷氣 冷水 "
)
WORDS = frozenset(COMMON.split())
OFFICES = re.compile(r"(?:高雄市?|林園區?|田寮區?|馬公市?|江西?|方面|關山|石岡|金門縣?)$")


def named(text: str) -> Iterator[tuple[int, int]]:
    """Where a name begins and ends; titles and introductions stay."""
    for pattern in (TITLED, INTRODUCED, POSTED, SIGNED):
        for found in pattern.finditer(text):
            if plausible(text, found.start("it"), found["it"]):
                yield found.start("it"), found.start("it") + len(found["it"].rstrip(" 　"))
    for found in FOREIGN.finditer(text):
        yield found.span("it")


def plausible(text: str, start: int, name: str) -> bool:
    """Not the end or the beginning of an everyday word, nor a place before an office."""
    across = text[start - 1 : start + 1] if start else ""
    return across not in WORDS and name[:2] not in WORDS and not OFFICES.match(name)

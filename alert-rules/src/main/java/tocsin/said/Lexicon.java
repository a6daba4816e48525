package tocsin.said;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tocsin.said.Token.Kind;

/// The words this package knows, longest first, so that 有无 is found before 无 and 失踪 before 失.
final class Lexicon {
    /// A word and what it does.
    ///
    /// @param text the word, plain
    /// @param kind what it does in a sentence
    /// @param figure the figure it names, if any
    /// @param rough how it widens a number, if it does
    record Word(String text, Kind kind, @Nullable SaidFigure figure, @Nullable Rough rough) {}

    private static final Map<Character, List<Word>> BY_FIRST = new Builder()
            .figure(SaidFigure.DEAD, """
                    死亡|遇难|罹难|身亡|丧生|牺牲|殉职|殒命|丧命|溺亡|去世|离世|死者|亡者|致死|死|亡|人员死亡|不治身亡|不治
                    dead|killed|kills|killing|died|dies|deaths|fatalities|fatality|death toll|lost their lives
                    lost his life|lost her life|claimed the lives of|perished|drowned""")
            .figure(SaidFigure.MISSING, """
                    失踪|失联|下落不明|失去联系|missing|unaccounted for""")
            .figure(SaidFigure.SERIOUSLY_INJURED, """
                    重伤|受重伤|严重受伤|伤势严重|伤势较重|伤情严重|伤情较重|伤情危重|危重|重伤员|病危|生命垂危
                    seriously injured|severely injured|critically injured|badly injured|gravely injured|seriously hurt
                    seriously wounded|critically wounded|serious injuries|severe injuries|in critical condition
                    in serious condition""")
            .figure(SaidFigure.LIGHTLY_INJURED, """
                    轻伤|受轻伤|轻微伤|轻微受伤|受轻微伤|伤势较轻|伤情较轻|伤势轻微|伤情轻微|轻伤员
                    slightly injured|lightly injured|slightly hurt|lightly hurt|slight injuries|minor injuries
                    light injuries""")
            .figure(SaidFigure.INJURED, """
                    受伤|负伤|伤者|伤员|伤|烧伤|烫伤|灼伤|砸伤|摔伤|撞伤|刺伤|炸伤|致伤|中毒
                    injured|injures|injuring|injuries|injury|hurt|wounded|wounding""")
            .figure(SaidFigure.TRAPPED, "被困|受困|被埋|被埋压|被压|困|trapped|traps|trapping|buried|stuck")
            .figure(SaidFigure.EVACUATED, """
                    转移|疏散|撤离|转移安置|疏散转移|转移疏散|避险转移|转移避险|紧急转移安置|撤出
                    evacuated|evacuates|evacuating|evacuation of""")
            .figure(SaidFigure.AT_RISK, "危及|威胁|受威胁|受到威胁|threatened|threatens|threatening|at risk|in danger")
            .figure(SaidFigure.LOSS_CNY, """
                    直接经济损失|经济损失|财产损失|直接损失|损失|直接财产损失|losses|loss|damage of|damages of|in damage|in damages""")
            .figure(null, "伤亡|死伤|casualties|casualty|deaths or injuries|deaths and injuries")
            .kind(Kind.PERSON,
                    """
                    人|人员|群众|居民|村民|民众|市民|工人|矿工|员工|职工|学生|师生|老师|儿童|小孩|孩子|老人|大人|婴儿|孕妇|妇女
                    男子|女子|乘客|旅客|游客|住户人员|司机|驾驶员|消防员|消防官兵|官兵|民警|战士|队员|干部|志愿者|医护人员|患者|病人
                    病患|业主|渔民|船员|务工人员|者|受灾群众|危险区群众|周边群众|灾民|路人|行人|同学|幼儿|驴友
                    people|persons|person|workers|worker|residents|resident|villagers|passengers|firefighters|firefighter
                    men|man|women|woman|children|child|students|miners|others|other people|crew|staff|employees|soldiers
                    officers|tourists|patients|lives|of them|of whom|local residents|crew members|members|civilians|deputies|pilgrims""")
            .kind(Kind.MANNER, """
                    不幸|当场|被|仍|仍然|已|已经|受|因此|因灾|因公|经抢救无效|抢救无效|送医后|送医|溺水|窒息|均|全部|都|先后|相继|确认|还|尚
                    安全|紧急|及时|现场|英勇|壮烈|光荣|不同程度|得到|获|遭|遭到|后|并|同时|无辜|有|在内|现|直接|的|成功|仍有
                    was|were|is|are|have been|has been|had been|been|being|confirmed|reported|reportedly|left|still|also
                    in|of|have|had|has|safely|found|and remain|remain|remained|got|the""")
            .kind(Kind.LINK, """
                    :|=|人数|总数|总人数|为|至|到|达|达到|升至|上升至|增至|增加至|增加到|升到|上升到|增到|是|共|共计|计|累计|总计|合计|了|已达|分别为
                    已有|有|约为|超|总额|金额|共有|的
                    at|to|of|toll|stands at|rises to|rose to|climbs to|climbed to|is|was|are|were|number|numbers|the|as
                    rose|rises|risen|climbs|climbed|increased|estimated at|amount to|amounted to|amounting to|totalled|totaled|worth|reached|reaches|has risen to
                    the lives of""")
            .kind(Kind.CHANGE, """
                    升至|上升至|上升到|升到|增至|增加至|增加到|增到|更正为|修正为|改为|变为|调整为|下调为|上调为|降至|下降至|减至|更新为|升为
                    增为|to""")
            .kind(Kind.FROM, "由|从|自|由此前的|由之前的|由最初的|从此前的|从之前的|从最初的|由原来的|从原来的|from")
            .kind(Kind.AND, "和|及|以及|与|或|或者|and|or|&|兼")
            .kind(Kind.LIST, "、|/")
            .kind(Kind.COMMA, ",|，|(|)|[|]|【|】|《|》|「|」|“|”|\"|#|<|>|{|}|~|…|—|*")
            .kind(Kind.END, "。|;|!|\n|\r")
            .kind(Kind.QUESTION, "?")
            .kind(Kind.NONE, """
                    无|没|没有|未造成|未发生|未出现|未导致|未致|暂无|尚无|并无|没有造成|未有|无任何|没造成|没有发生|没有任何|未发现|并未造成|尚未造成|目前无
                    no|without|nobody|no one|no-one|none|without any|no immediate reports of""")
            .kind(Kind.CAUSE, "造成|导致|致|致使|引发|酿成|发生|causing|leaving|leaves")
            .kind(Kind.SUPPOSED, """
                    如果|若|一旦|假如|假设|假定|倘若|如不|如遇|如未|如发生|如有|如再|如因|万一|演练|演习|模拟|推演|设想|避免|防止|确保|力争|力求|争取
                    凡|if|unless|drill|exercise|simulated|avoid|prevent""")
            .kind(Kind.POSSIBLE, """
                    可能|或致|或将|或造成|或导致|或有|或已|恐|恐怕|恐将|预计|预测|疑似|疑有|疑|也许|有无|有没有|是否|拟|计划|准备|需转移|需疏散|需要转移
                    需要疏散|须转移|须疏散|应转移|应疏散|待转移|待疏散|拟转移|要求|请求|将造成|将导致|将致|将有|将会|将被|将转移|将疏散|将达|将超过|将危及
                    将威胁|即将|足以|并非|不是|未必|不排除|能容纳|可容纳|可转移|有望|无重大|无较大|未收到|未接到|未接报|风险|隐患
                    could|might|may have|may be|may cause|may kill|may leave|may injure|feared|expected|likely|possibly
                    potentially|would|will|not|need to be|needs to be|to be|must be|should be|suspected|risk of""")
            .kind(Kind.ADDED, """
                    新增|新增加|又有|又|再有|再增|增加|增加了|新发现|再添|增多|较昨日|较前日|环比|more|another|additional""")
            .kind(Kind.ELSEWHERE,
                    """
                    去年|前年|上一起|上一次|上次|往年|历史上|同期|上年|曾造成|曾致|曾有|曾发生|当年|此前|年前|原报|误报|原称|之前|上月|上周
                    last year|previous|previously|last month|last week|years ago|earlier accident|earlier incident|in the past""")
            .kind(Kind.NOW, """
                    今年|本次|此次|这次|本起|此起|目前|截至|截止|现已|今天|今日|今晨|已造成|已致|已有|累计|总计|合计
                    this year|this time|so far|now|today|in total|altogether""")
            .kind(Kind.RUMOUR, "谣言|不实|辟谣|网传|谣传|传言|据传|传闻|误传|rumour|rumours|rumor|rumors|allegedly|false report|hoax")
            .kind(Kind.RESCUE, """
                    救出|营救|解救|搜救|搜寻|收治|救治|抢救|转运|寻找|慰问|安抚|看望|救援|救助|接收|rescued|rescue|rescuing|treated|treating
                    searching for|search for""")
            .kind(Kind.SAVED, "获救|救出|被救|脱险|脱困|找到|升井|得救|解救|救起|生还|rescued|freed|found safe|found alive|saved")
            .kind(Kind.KIN, "家属|家庭|亲属|遗属|家人|亲友|赔偿|率|补偿|抚恤|families|family|relatives")
            .kind(Kind.SENT, "出动|派出|调集|调派|投入|增派|集结|动员|抽调|dispatched|deployed|sent|mobilised|mobilized")
            .kind(Kind.CURRENCY, "cny|rmb|¥|人民币")
            .kind(Kind.TEXT, """
                    无人机|无论|若干|附近|最近|临近|靠近|邻近|近日|近期|近年|就近|无数|多数|少数|大多数|半数|一些|一批|九死一生|一死了之|困难|死角
                    贫困|困境|悲伤|伤心|伤害|死机|灭亡|死伤者|数据|数字|数量|几乎|从而|自己|自救|来自|各自|自然|自来水|自发|到场|到达|及时雨|约定
                    公约|预约|超市|伤痕|困扰|危重症|死水|死路|死锁|负责|death penalty|may""")
            .rough(Rough.ABOUT, """
                    约|大约|大概|约有|大约有|大致|约为|约达|估计|估计有|估算约|初步估计|约计|大概有|about|around|approximately|some|roughly
                    an estimated|estimated""")
            .rough(Rough.NEARLY, "近|将近|接近|近乎|有近|达近|nearly|almost|close to|just under")
            .rough(Rough.AT_LEAST, """
                    至少|至少有|不少于|起码|最少|不低于|至少为|至少造成|at least|no fewer than|no less than|not less than|minimum of""")
            .rough(Rough.MORE_THAN, """
                    超过|逾|超|多于|突破|不止|超过了|高于|大于|过|已超|已超过|more than|over|upwards of|in excess of|exceeding""")
            .rough(Rough.AT_MOST, "至多|最多|不超过|不多于|不高于|最多有|at most|up to|no more than|not more than")
            .rough(Rough.LESS_THAN, "不足|不到|少于|未超过|低于|未达|fewer than|less than|under|below")
            .build();

    private Lexicon() {}

    /// The longest known word starting here, or null. A word of letters ends where its letters end.
    static @Nullable Word at(String plain, int from) {
        for (Word word : BY_FIRST.getOrDefault(plain.charAt(from), List.of())) {
            int to = from + word.text().length();
            if (plain.startsWith(word.text(), from)
                    && !(Characters.isLetter(plain, to - 1) && Characters.isLetter(plain, to))) {
                return word;
            }
        }
        return null;
    }

    /// Collects words; where two lists hold a word, the later list has it.
    private static final class Builder {
        private final Map<String, Word> words = new HashMap<>();

        Builder figure(@Nullable SaidFigure figure, String list) {
            return add(list, Kind.FIGURE, figure, null);
        }

        Builder kind(Kind kind, String list) {
            return add(list, kind, null, null);
        }

        Builder rough(Rough rough, String list) {
            return add(list, Kind.ROUGH, null, rough);
        }

        private Builder add(String list, Kind kind, @Nullable SaidFigure figure, @Nullable Rough rough) {
            boolean marks = kind == Kind.END;
            for (String text : list.split(marks ? "\\|" : "[|\n]", -1)) {
                String word = marks ? text : text.strip();
                if (!word.isEmpty()) {
                    words.put(word, new Word(word, kind, figure, rough));
                }
            }
            return this;
        }

        Map<Character, List<Word>> build() {
            Map<Character, List<Word>> byFirst = new HashMap<>();
            words.values().forEach(
                    word -> byFirst.computeIfAbsent(word.text().charAt(0), first -> new ArrayList<>()).add(word));
            byFirst.replaceAll((first, found) -> found.stream()
                    .sorted(Comparator.comparingInt((Word word) -> word.text().length()).reversed()).toList());
            return Map.copyOf(byFirst);
        }
    }
}

package tocsin.said;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Chinese texts mention and do not state as a total of this event.
class ChineseNotSaidTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            可能造成3人死亡
            或致3人死亡
            由3人上升至5人
            新增2人死亡
            又有2人死亡
            5名消防员到场，出动120人疏散群众
            捐款1000万元
            造成3人以上10人以下死亡的，为较大事故
            是否有人员伤亡不明
            有无人员伤亡待核
            未收到人员伤亡报告
            无重大人员伤亡
            确保无人员伤亡
            没有造成3人死亡
            并非3人死亡
            预计造成3人死亡，5人受伤
            如不及时处置，将造成3人死亡
            若堤坝溃决，将威胁下游2万人
            去年该厂事故死亡3人
            上一起事故造成3人死亡
            网传3人死亡系谣言
            消防演练：3人被困
            3人死亡？
            死亡人数增加2人
            救出3名被困人员
            5名被困人员全部获救
            3名遇难者家属
            死亡失踪98人
            3人死亡或失踪
            3人伤亡
            死亡3名工人和2名消防员
            3名工人和2名消防员死亡
            被困48小时
            被困2楼
            被困6个小时
            3辆消防车被困
            3头牛死亡
            第3名遇难者
            30名民警疏散了周边居民
            损失约3万美元
            伤亡5人
            无人疏散，无人管
            疑似3人被困
            恐有5人失踪
            计划转移3万人
            需转移群众500人
            拟疏散居民2000人
            不排除有3人被困
            损失3人
            驰援河南捐款8亿元，弥补损失
            死亡率3%
            1/3人员受伤
            3人次受伤
            5人住院
            被困群众33名已全部脱险
            12人（含3名儿童）死亡
            据传5人死亡
            演习模拟3人受伤
            如果水位继续上涨，2万人将转移
            一旦决口将危及下游3万余人
            误报3人死亡
            曾造成2人死亡
            再增2人死亡
            较昨日新增3人死亡、2人失踪
            可能造成3人死亡、5人受伤
            九死一生
            12345678901234567人死亡
            """)
    void whatIsNotStatedIsPassedOver(String text) {
        assertEquals("", SaidLines.of(text));
    }
}

package tocsin.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tocsin.rules.Words;

/// The fields of a report as a clerk calls them.
public final class FieldNames {
    private static final Map<String, String> ZH = Map.ofEntries(Map.entry("occurredAt", "事发时间"),
            Map.entry("learnedAt", "得知时间"), Map.entry("receivedAt", "接报时间"), Map.entry("calledAt", "来电时间"),
            Map.entry("reportedAt", "报告时间"), Map.entry("category", "事件类别"), Map.entry("type", "事件类型"),
            Map.entry("location", "地点"), Map.entry("location.place", "地点描述"),
            Map.entry("location.areaCode", "行政区划代码"), Map.entry("unit", "事发单位"),
            Map.entry("casualties", "伤亡情况"), Map.entry("dead", "死亡人数"), Map.entry("missing", "失踪人数"),
            Map.entry("seriouslyInjured", "重伤人数"), Map.entry("lightlyInjured", "轻伤人数"),
            Map.entry("trapped", "被困人数"), Map.entry("atRisk", "受威胁人数"), Map.entry("evacuated", "疏散人数"),
            Map.entry("lossCny", "直接经济损失"), Map.entry("summary", "概要"), Map.entry("title", "标题"),
            Map.entry("cause", "原因"), Map.entry("trend", "发展趋势"), Map.entry("measures", "处置措施"),
            Map.entry("onSceneCommander", "现场指挥"), Map.entry("contact", "联系人"), Map.entry("signer", "签发人"),
            Map.entry("handlingEnded", "处置是否结束"), Map.entry("supersedes", "被更正报告的编号"),
            Map.entry("claimedGrade", "所报等级"), Map.entry("requests", "请求事项"), Map.entry("informed", "已告知对象"));

    private FieldNames() {}

    /// A field's name: in Chinese as officials write it, in English as the record has it.
    public static Words of(String path) {
        String last = path.substring(path.lastIndexOf('.') + 1);
        return new Words(ZH.getOrDefault(path, ZH.getOrDefault(last, path)), path);
    }

    /// Several names in a row.
    public static Words of(List<String> paths) {
        return new Words(paths.stream().map(path -> of(path).zh()).collect(Collectors.joining("、")),
                paths.stream().map(path -> of(path).en()).collect(Collectors.joining(", ")));
    }
}

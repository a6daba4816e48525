package tocsin.rules.condition;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import dev.cel.bundle.CelFactory;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.checker.CelStandardDeclarations.StandardFunction.Overload.Arithmetic;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tocsin.yaml.Nearest;
import tocsin.yaml.YamlNode;

/// The language of conditions over some variables: CEL, less what could cost without bound.
///
/// A condition has at most 4,000 characters, 400 nodes and 32 levels; loops (`exists`, `all`, `exists_one`) are nested two
/// deep at most and make 10,000 steps at most over lists of 500 items at most; texts are read to 20,000 characters, those of a list
/// to as many together;
/// patterns are RE2, which is linear, at most 200 characters long and written as such, have 500 steps together with their
/// repetitions counted, and stand in one loop at most. Nothing joins texts or lists, so that nothing can grow: some 2 ms and
/// 100 kB at the worst without patterns, some 200 ms with them.
final class ConditionLanguage {
    private static final int LONGEST = 4_000;
    private static final CelOptions LIMITS = CelOptions.current().maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(32).maxParseExpressionNodeCount(400).maxParseErrorRecoveryLimit(5)
            .comprehensionMaxIterations(10_000).maxRegexProgramSize(1_000).enableHeterogeneousNumericComparisons(true)
            .build();
    private static final Set<Arithmetic> GROWS = Set.of(Arithmetic.ADD_STRING, Arithmetic.ADD_BYTES,
            Arithmetic.ADD_LIST);
    private static final Set<StandardFunction> LEFT_OUT = Set.of(StandardFunction.TYPE, StandardFunction.DYN,
            StandardFunction.BYTES, StandardFunction.UINT, StandardFunction.STRING);
    private static final Pattern UNDEFINED = Pattern.compile(
            "undefined field '([^']*)'|undeclared reference to '([^']*)'");

    private final Map<String, Fields> records;
    private final Set<String> names;
    private final CelCompiler compiler;
    private final CelRuntime runtime;

    /// @param plain variables that are single values
    /// @param records variables that are records
    ConditionLanguage(Map<String, CelType> plain, Map<String, Fields> records) {
        this.records = Map.copyOf(records);
        this.names = new TreeSet<>(plain.keySet());
        names.addAll(records.keySet());
        Map<String, CelType> types = new LinkedHashMap<>();
        records.values().forEach(fields -> collect(fields, types));
        Types provider = new Types(types);
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder().setOptions(LIMITS)
                .setTypeProvider(provider)
                .setStandardMacros(CelStandardMacro.HAS, CelStandardMacro.ALL, CelStandardMacro.EXISTS,
                        CelStandardMacro.EXISTS_ONE)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                        .filterFunctions((function, overload) -> !LEFT_OUT.contains(function)
                                && !(overload instanceof Arithmetic arithmetic && GROWS.contains(arithmetic)))
                        .build());
        plain.forEach(builder::addVar);
        records.forEach((name, fields) -> builder.addVar(name, fields.type()));
        this.compiler = builder.build();
        this.runtime = CelFactory.plannerCelBuilder().setOptions(LIMITS).setTypeProvider(provider).build();
    }

    private void collect(Fields fields, Map<String, CelType> types) {
        types.put(fields.type().name(), fields.type());
        names.addAll(fields.type().fieldNames());
        fields.within().values().forEach(inner -> collect(inner, types));
    }

    @SuppressWarnings("Immutable") // the map is filled before and never changed
    private record Types(Map<String, CelType> known) implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            return ImmutableList.copyOf(known.values());
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(known.get(name));
        }
    }

    /// The condition at this place, or empty after noting every problem there.
    Optional<Condition> compile(YamlNode node) {
        String text = node.text();
        if (text.isBlank()) {
            node.problem("is empty; write a condition such as report.kind == 'FLASH'");
            return Optional.empty();
        }
        if (text.length() > LONGEST) {
            node.problem("is longer than " + LONGEST + " characters; divide the rule");
            return Optional.empty();
        }
        CelValidationResult result = compiler.compile(text);
        if (result.hasError()) {
            result.getErrors().forEach(issue -> problem(node, issue));
            return Optional.empty();
        }
        try {
            return checked(node, text, result.getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            node.problem("cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Condition> checked(YamlNode node, String text, CelAbstractSyntaxTree tree)
            throws CelEvaluationException {
        if (!tree.getResultType().equals(SimpleType.BOOL)) {
            node.problem("must come to yes or no, and comes to " + tree.getResultType().name());
            return Optional.empty();
        }
        ConditionTree conditions = new ConditionTree(tree, records);
        List<String> objections = new ArrayList<>(conditions.objections());
        objections.forEach(node::problem);
        return objections.isEmpty()
                ? Optional.of(new Condition(text, runtime.createProgram(tree), conditions.inputs(), conditions.only()))
                : Optional.empty();
    }

    private void problem(YamlNode node, CelIssue issue) {
        String message = issue.getMessage().replace(" (in container '')", "");
        int candidates = message.indexOf(" (candidates");
        Matcher undefined = UNDEFINED.matcher(message);
        String hint = "";
        if (undefined.find()) {
            hint = Nearest.hint(undefined.group(1) != null ? undefined.group(1) : undefined.group(2), names);
        }
        node.problemInText(issue.getSourceLocation().getLine(), issue.getSourceLocation().getColumn(),
                (candidates < 0 ? message : message.substring(0, candidates)) + hint);
    }
}

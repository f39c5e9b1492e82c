using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Jobs.Lists.Search;

/// <summary>Short names of metrics, as in headings and as people type them: <c>auc</c>, <c>f1</c>, <c>imcp</c>.</summary>
internal static class MetricShortNames
{
    private static readonly Dictionary<string, string> full = new()
    {
        ["auc"] = MetricNames.AucOvrMacro,
        ["auc_micro"] = MetricNames.AucOvrMicro,
        ["auc_(micro)"] = MetricNames.AucOvrMicro,
        ["auc_ovo"] = MetricNames.AucOvoMacro,
        ["auc_(ovo)"] = MetricNames.AucOvoMacro,
        ["f1"] = MetricNames.F1Macro,
        ["precision"] = MetricNames.PrecisionMacro,
        ["recall"] = MetricNames.RecallMacro,
        ["average_precision"] = MetricNames.AveragePrecisionMacro,
        ["imcp"] = MetricNames.ImcpArea,
        ["auimcp"] = MetricNames.ImcpArea,
        ["mcp"] = MetricNames.McpArea,
        ["aumcp"] = MetricNames.McpArea,
    };

    /// <summary>Short and full names, the longest first: <c>balanced_accuracy</c> before <c>accuracy</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. full.Keys.Concat(MetricNames.All).OrderByDescending(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)];

    /// <summary>The full name; a name that is not short is returned as it is.</summary>
    public static string Full(string name) => full.GetValueOrDefault(name, name);
}

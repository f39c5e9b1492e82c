using System.Text.Json.Nodes;
using Angioboard.Core.Data.Names;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Studies;

/// <summary>What must be right about the variants of a study.</summary>
internal static class VariantRules
{
    /// <summary>What is wrong, a line each, beginning with the field in study.json.</summary>
    public static IEnumerable<string> Problems(StudyPlan plan)
    {
        if (plan.Variants.Count == 0) yield return "variants: there is none; give one or more";
        foreach (StudyVariant variant in plan.Variants.Where(variant => !StudyRules.IsName(variant.Name)))
            yield return $"variants: the name “{variant.Name}” must have 1 to {StudyRules.LongestName} visible characters in one "
                + "line, and no space at an end";
        foreach (string name in plan.Variants.CountBy(variant => variant.Name).Where(count => count.Value > 1).Select(count => count.Key))
            yield return $"variants: two are named {name}; give each its own name";
        // The same fault is often in many variants: each is told once, with the first.
        HashSet<string> told = [];
        foreach (StudyVariant variant in plan.Variants)
        {
            foreach (string problem in Faults(variant, plan.Settings).Where(told.Add))
                yield return $"variants: {variant.Name}: {problem}";
        }
        if (told.Count == 0)
        {
            foreach (string problem in Repeats(plan)) yield return problem;
        }
        if (plan.Variants.Count > 0 && plan.Baseline is { } baseline && plan.Variants.All(variant => variant.Name != baseline))
        {
            yield return EditDistance.Nearest(baseline, plan.Variants.Select(variant => variant.Name)) is { } near
                ? $"baseline: there is no variant {baseline}; did you mean {near}?"
                : $"baseline: there is no variant {baseline}; name one of the variants, such as {plan.Variants[0].Name}";
        }
    }

    /// <summary>The settings of the variants that have no faults.</summary>
    public static IEnumerable<RunSettings> Valid(StudyPlan plan) => plan.Variants
        .Where(variant => Faults(variant, plan.Settings).Count == 0)
        .Select(variant => SettingsFile.Combine(SettingsFile.ToJson(plan.Settings), variant.Settings));

    private static List<string> Faults(StudyVariant variant, RunSettings common) =>
    [
        .. variant.Settings.Where(setting => SettingsFile.Names.ContainsKey(setting.Key))
            .Select(setting => VariedSettings.Problem(setting.Key)).OfType<string>(),
        .. VariedSettings.Problems(variant.Settings, common),
    ];

    private static IEnumerable<string> Repeats(StudyPlan plan)
    {
        if (plan.Variants.Count < 2) yield break;
        IGrouping<string, string>[] same = [.. plan.Variants.Zip(Valid(plan), (variant, settings) =>
            (variant.Name, Text: SettingsFile.ToJson(settings).ToJsonString())).GroupBy(of => of.Text, of => of.Name)];
        if (same.Length == 1)
        {
            yield return $"variants: all {plan.Variants.Count} have the same settings; let one setting differ";
            yield break;
        }
        foreach (string[] names in same.Select(group => group.ToArray()).Where(names => names.Length > 1))
            yield return $"variants: {string.Join(" and ", names)} have the same settings; keep one of them";
    }
}

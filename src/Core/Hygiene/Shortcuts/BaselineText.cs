using System.Globalization;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>A <see cref="ShortcutBaseline"/> in sentences, for pages and terminals.</summary>
public static class BaselineText
{
    /// <summary>Why features of the picture do not count.</summary>
    public const string OfPicture = "The disease itself can change the brightness of the picture, so this is no shortcut by itself.";

    /// <summary>What all features together reach.</summary>
    public static string Joint(ShortcutBaseline baseline) => Sentence(baseline, baseline.Joint, "All features of the files together");

    /// <summary>What the strip reaches; null without a strip.</summary>
    public static string? Strip(ShortcutBaseline baseline) =>
        baseline.Strip is { } strip ? Sentence(baseline, strip, "The pixels of the burnt-in strip") : null;

    /// <summary>What gives a class away, and what to do about it.</summary>
    /// <param name="baseline">The baseline, of which something was measured.</param>
    /// <param name="classes">Names of the classes.</param>
    public static string Verdict(ShortcutBaseline baseline, IReadOnlyList<string> classes)
    {
        const string Nothing = "Nothing was found that gives a class away";
        // With a handful of exams, nothing would be found whatever the files give away.
        if (!baseline.Red)
            return baseline.Joint?.Interval is null ? $"{Nothing}, but these exams are too few to rule it out." : $"{Nothing}.";
        string[] parts =
        [
            .. baseline.Features.Where(feature => feature.Red).Select(feature => Feature(feature, classes)),
            .. baseline.Joint is { Red: true } ? ["all features together"] : (string[])[],
            .. baseline.Strip is { Red: true } ? ["the burnt-in strip"] : (string[])[],
        ];
        return $"The files give classes away: {string.Join("; ", parts)}. A model may learn this instead of the disease.";
    }

    /// <summary>An area with its interval: <c>0.71 (0.66 to 0.76)</c>.</summary>
    public static string Figure(double auc, Limits? interval) => interval is null
        ? auc.ToString("0.00", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{auc:0.00} ({interval.Low:0.00} to {interval.High:0.00})");

    /// <summary>The same of a run's evaluation.</summary>
    public static string OfRun(double auc, Interval? interval) =>
        Figure(auc, interval is null ? null : new Limits(interval.Low, interval.High));

    /// <summary>A p-value: <c>0.03</c>, <c>&lt; 0.001</c>.</summary>
    public static string P(double p) =>
        p < 0.001 ? "< 0.001" : p.ToString(p < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>Features that were left out, with the reason for each; null for none.</summary>
    public static string? LeftOut(ShortcutBaseline baseline) => baseline.LeftOut.Count == 0
        ? null
        : "Left out: " + string.Join("; ", baseline.LeftOut.GroupBy(feature => feature.Why)
            .Select(same => $"{string.Join(", ", same.Select(feature => FeatureNames.Of(feature.Name)))} ({same.Key})")) + ".";

    private static string Feature(ShortcutFeature feature, IReadOnlyList<string> classes)
    {
        (int c, FeatureArea? area) = feature.Classes.Index().MaxBy(entry => entry.Item?.Auc ?? 0);
        return $"{FeatureNames.Of(feature.Name)} ({classes[c]}: {Figure(area!.Auc, area.Interval)})";
    }

    private static string Sentence(ShortcutBaseline baseline, JointBaseline? joint, string subject) => joint switch
    {
        { Auc: { } auc, Interval: { } interval } => $"{subject} reach AUC {Figure(auc, interval)} on {On(baseline)}.",
        { Auc: { } auc, Why: { } why } => $"{subject} reach AUC {Figure(auc, null)} on {On(baseline)}, without an interval: {why}.",
        { Why: { } why } => $"{subject}: not measured, as {why}.",
        _ => $"{subject}: not measured.",
    };

    private static string On(ShortcutBaseline baseline) =>
        string.Create(CultureInfo.InvariantCulture, $"the {baseline.Exams:N0} exams of {baseline.Split}");
}

using System.Globalization;
using Angioboard.Core.Hygiene;
using Angioboard.Core.Hygiene.Duplicates;
using Angioboard.Core.Hygiene.Shortcuts;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>Writes what gives a data set's classes away. Nothing here is an error: it is for people to judge.</summary>
internal static class HygieneTables
{
    private const int MostPairs = 20;

    public static void Write(HygieneReport report)
    {
        Write(report.Shortcuts, report.Classes);
        Write(report.Duplicates);
    }

    private static void Write(ShortcutBaseline baseline, IReadOnlyList<string> classes)
    {
        if (baseline.Why is { } why)
        {
            Console.WriteLine($"what gives the class away: {why}");
            Console.WriteLine();
            return;
        }
        Tables.Write(
            ["what gives the class away: AUC", .. classes, "p (Holm)", ""],
            baseline.Features.Select(feature => (IReadOnlyList<string>)
            [
                FeatureNames.Of(feature.Name) + (feature.OfPicture ? " *" : ""),
                .. feature.Classes.Select(area => area is null ? "–" : BaselineText.Figure(area.Auc, null)),
                BaselineText.P(feature.PHolm),
                feature.Red ? "!" : "",
            ]));
        Console.WriteLine(BaselineText.Joint(baseline));
        if (BaselineText.Strip(baseline) is { } strip) Console.WriteLine(strip);
        if (baseline.Features.Any(feature => feature.OfPicture)) Console.WriteLine($"* {BaselineText.OfPicture}");
        if (BaselineText.LeftOut(baseline) is { } left) Console.WriteLine(left);
        foreach (string note in baseline.Notes) Console.WriteLine(note);
        Console.WriteLine(baseline.Red ? $"caution: {BaselineText.Verdict(baseline, classes)}" : BaselineText.Verdict(baseline, classes));
        Console.WriteLine();
    }

    private static void Write(NearDuplicates duplicates)
    {
        Console.WriteLine(DuplicateText.Summary(duplicates));
        foreach (FramePair pair in duplicates.Pairs.Take(MostPairs))
        {
            Console.WriteLine($"caution: {Name(pair.First)} and {Name(pair.Second)}{(pair.Mirrored ? ", mirrored" : "")}: "
                + string.Create(CultureInfo.InvariantCulture, $"correlation {pair.Correlation:0.000}"));
        }
        if (duplicates.Found > MostPairs) Console.WriteLine($"and {duplicates.Found - MostPairs} more pairs of exams");
        Console.WriteLine();
    }

    private static string Name(FramePlace place) => $"{place.Exam}/{place.Frame} ({place.Split})";
}

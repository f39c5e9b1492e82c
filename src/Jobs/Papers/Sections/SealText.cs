using System.Globalization;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Papers.Study;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>What a paper says of a sealed test split.</summary>
internal static class SealText
{
    /// <summary>Who has seen the test figures and why; null if no run was ever sealed.</summary>
    public static string? Of(PaperStudy study)
    {
        PaperRun[] runs = [.. study.Runs.Where(run => run.Seal is not null)];
        return runs.Length == 0 ? null : string.Join(" ", runs.Select(run => Of(run, run.Seal!)));
    }

    /// <summary>What stands in place of sealed figures; null if they may be shown.</summary>
    public static string? InPlace(PaperStudy study) => study.Sealed is null
        ? null
        : $"Left out: the test split is sealed, and the test figures of {study.Sealed.Name} have not been revealed.";

    private static string Of(PaperRun run, TestSeal seal)
    {
        if (seal.Problem is not null) return $"{run.Name}: its test-seal.json cannot be read, so its test split counts as sealed.";
        string begin = $"The test split was sealed on {Day(seal.SealedAt)} by {seal.SealedBy} (dataset {seal.Dataset}).";
        string unsealed = seal.Unsealed is { } open ? $" The seal was taken off on {Day(open.At)} by {open.By}: {open.Reason}." : "";
        string reveals = string.Concat(seal.Reveals.Select(reveal =>
            $" The test figures of {run.Name} were revealed on {Day(reveal.At)} by {reveal.By}: {reveal.Reason}"
                + (reveal.Number is { } number ? $" (run number {number} revealed on this dataset)." : ".")));
        string closed = seal.IsOpen ? ""
            : reveals.Length == 0 ? $" The test figures of {run.Name} have not been revealed."
            : $" Since then {run.Name} was trained on or the dataset sealed again, and its test figures have not been revealed.";
        return begin + unsealed + reveals + closed;
    }

    private static string Day(DateTimeOffset? at) => at?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) ?? "an unknown day";
}

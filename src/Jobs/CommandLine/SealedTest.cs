using System.CommandLine;
using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;

namespace Angioboard.Jobs.CommandLine;

/// <summary>
/// Keeps commands from showing figures of a sealed test split. Who owns a run's folder can read its files anyway: this keeps people from
/// looking without meaning to, and writes down who looked.
/// </summary>
internal static class SealedTest
{
    /// <summary>The option that opens a seal.</summary>
    public static Option<string?> OpenOption() => new("--open-seal")
    {
        Description = "Reveal the figures of sealed test splits; test-seal.json keeps the reason, your name and the time",
        HelpName = "REASON",
    };

    /// <summary>Opens the seals of runs if there is a reason.</summary>
    /// <param name="folders">Folders of runs or evaluations.</param>
    /// <param name="reason">What --open-seal gives; null for nothing.</param>
    /// <exception cref="InputException">Some are sealed, and there is no reason or their test-seal.json cannot be read.</exception>
    public static void Require(IEnumerable<RunFolder> folders, string? reason)
    {
        (RunFolder Folder, TestSeal Seal)[] closed =
            [.. folders.DistinctBy(folder => folder.Path).Select(folder => (folder, TestSealFile.Closed(folder)!))
                .Where(found => found.Item2 is not null)];
        string[] broken = [.. closed.Select(found => found.Seal.Problem).OfType<string>()];
        if (broken.Length > 0) throw new InputException([.. broken.Select(problem => $"{problem}; put that file in order first")]);
        if (reason is null && closed.Length > 0)
            throw new InputException([.. closed.Select(found =>
                $"{found.Folder.Path}: {Words(found.Seal)}; reveal it on the run's page, or give --open-seal with a reason")]);
        if (reason is null) return;
        reason = string.Join(' ', reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        RevealReason.Require(reason);
        foreach ((RunFolder folder, TestSeal seal) in closed)
        {
            TestReveal reveal = new(TimeProvider.System.GetUtcNow(), Environment.UserName, reason, Number: null);
            TestSealFile.Write(folder, seal with { Reveals = [.. seal.Reveals, reveal] });
        }
    }

    /// <summary>The seal in words: <c>the test split has been sealed since 29 Nov 2026</c>.</summary>
    public static string Words(TestSeal seal) => seal.SealedAt is { } since
        ? $"the test split has been sealed since {since.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}"
        : seal.Problem ?? "the test split is sealed";
}

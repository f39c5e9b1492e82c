using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Jobs.Studies.Results;

namespace Angioboard.Jobs.Studies.Ensembles;

/// <summary>What has changed since an ensemble was made. One with changes is out of date until it is made again.</summary>
public static class EnsembleChanges
{
    /// <summary>What has changed, a line each, without paths; empty if it is up to date.</summary>
    /// <param name="study">The study's folder.</param>
    /// <param name="plan">The study's plan.</param>
    /// <param name="record">The ensemble.</param>
    /// <param name="finished">The study's finished runs.</param>
    /// <param name="hash">The SHA-256 of a file.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static IReadOnlyList<string> Of(
        string study, StudyPlan plan, EnsembleRecord record, IEnumerable<PredictedFolder> finished, Func<string, string> hash) =>
    [
        .. OfMembers(study, record, hash, thorough: false),
        .. OfVariant(plan, record, finished) is { } more ? (string[])[more] : [],
    ];

    /// <summary>What happened to its members since, a line each; empty if they are as they were. No line names a path.</summary>
    /// <param name="study">The study's folder.</param>
    /// <param name="record">The ensemble.</param>
    /// <param name="hash">The SHA-256 of a file.</param>
    /// <param name="thorough">Whether weights are read in full; else only those that were written after the ensemble.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static IReadOnlyList<string> OfMembers(string study, EnsembleRecord record, Func<string, string> hash, bool thorough)
    {
        string experiment = Path.GetDirectoryName(study)!;
        return [.. record.Members.Select(member => Of(member, new RunFolder(Path.Combine(experiment, member.Run)))).OfType<string>()];

        string? Of(RecordedMember member, RunFolder folder)
        {
            if (!Directory.Exists(folder.Path)) return $"{member.Words} was deleted or moved since";
            if (!File.Exists(folder.Predictions)) return $"{member.Words} has no predictions any more";
            if (hash(folder.Predictions) != member.Predictions) return $"{member.Words} has other predictions since";
            if (member.Weights is null) return null;
            string? weights = MemberFiles.Weights(folder);
            if (weights is null) return thorough ? $"{member.Words} has no checkpoint any more" : null;
            if (Path.GetFileName(weights) != member.Weights) return $"{member.Words} has other weights since";
            return (thorough || File.GetLastWriteTimeUtc(weights) > record.MadeAt.UtcDateTime) && hash(weights) != member.WeightsSha256
                ? $"{member.Words} has other weights since"
                : null;
        }
    }

    // Of runs that were chosen one by one, none is missing.
    private static string? OfVariant(StudyPlan plan, EnsembleRecord record, IEnumerable<PredictedFolder> finished)
    {
        if (record.Variant is not { } variant) return null;
        HashSet<string> members = [.. record.Members.Select(member => member.Run)];
        int more = finished.Count(run => ChosenRuns.GroupOf(plan, run) == variant && !members.Contains(run.Folder.Name));
        return more == 0 ? null : $"{more} more {(more == 1 ? "run" : "runs")} of {variant} {(more == 1 ? "has" : "have")} finished since";
    }
}

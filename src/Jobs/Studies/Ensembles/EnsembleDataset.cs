using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Jobs.Studies.Ensembles;

/// <summary>A dataset that the members of an ensemble predict, and how far they are.</summary>
/// <param name="Name">The dataset.</param>
/// <param name="Members">The ensemble's runs, in its order.</param>
/// <param name="Finished">How many have predicted it.</param>
/// <param name="Failed">How many could not.</param>
/// <param name="Reason">Why the first of these could not; null if none failed.</param>
/// <param name="Hidden">Whether its test split is sealed, so that nothing of it is shown.</param>
public sealed record EnsembleDataset(
    string Name, IReadOnlyList<Run> Members, int Finished, int Failed, string? Reason, bool Hidden)
{
    /// <summary>Whether the ensemble's predictions can be made.</summary>
    public bool IsWhole => Finished == Members.Count;

    /// <summary>The datasets that all members of an ensemble predict or have predicted.</summary>
    /// <param name="study">The study with its runs.</param>
    /// <param name="record">The ensemble.</param>
    public static IReadOnlyList<EnsembleDataset> Of(StudyRuns study, EnsembleRecord record)
    {
        Dictionary<string, Run> known = study.All.ToDictionary(run => run.Train);
        Run[] members = [.. record.Members.Select(member => known.GetValueOrDefault(member.Run)).OfType<Run>()];
        if (members.Length < record.Members.Count) return [];
        return [.. members[0].Evaluations.Keys.Where(name => members.All(run => run.Evaluations.ContainsKey(name)))
            .Order(StringComparer.Ordinal).Select(name => Of(name, members))];
    }

    /// <summary>Where a run's evaluation on a dataset is.</summary>
    internal static RunFolder Files(Run run, string dataset) =>
        new(Path.Combine(new RunFolder(run.Folder).Evaluations, EvaluationNames.Folder(dataset)));

    private static EnsembleDataset Of(string name, Run[] members)
    {
        OtherEvaluation[] states = [.. members.Select(run => run.Evaluations[name])];
        OtherEvaluation[] failed = [.. states.Where(state => state.Status is RunStatus.Failed or RunStatus.Stopped)];
        return new EnsembleDataset(name, members,
            members.Count(run => run.Evaluations[name].Status == RunStatus.Finished && File.Exists(Files(run, name).Predictions)),
            failed.Length, failed.Select(state => state.Reason).OfType<string>().FirstOrDefault(),
            members.Any(run => run.Hidden.Elsewhere(name) is not null));
    }
}

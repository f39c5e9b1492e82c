using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Ensembles;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>A run in an ensemble.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Variant">Its variant.</param>
/// <param name="Fold">Its fold, from 0; null without folds.</param>
/// <param name="Seed">Its seed.</param>
internal sealed record EnsembleMemberDocument(string Run, string Variant, int? Fold, long Seed);

/// <summary>A dataset that the members of an ensemble predict.</summary>
/// <param name="Dataset">Its name.</param>
/// <param name="Finished">How many members have predicted it.</param>
/// <param name="Failed">How many could not.</param>
/// <param name="Of">How many members there are.</param>
/// <param name="Sealed">Whether its test split is sealed, so that nothing of it is shown.</param>
/// <param name="Files">Addresses of the ensemble's predictions and of their evaluation; none before all members have predicted it.</param>
internal sealed record EnsembleDatasetDocument(
    string Dataset, int Finished, int Failed, int Of, bool Sealed, IReadOnlyList<string> Files);

/// <summary>An ensemble of a study's runs.</summary>
internal sealed record EnsembleDocument
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The variant whose runs are its members; null if they were chosen one by one.</summary>
    public string? Variant { get; init; }

    /// <summary>Its members; none if its record cannot be read.</summary>
    public required IReadOnlyList<EnsembleMemberDocument> Members { get; init; }

    /// <summary>When it was made, UTC; null likewise.</summary>
    public DateTime? Made { get; init; }

    /// <summary>Who made it; null likewise.</summary>
    public string? MadeBy { get; init; }

    /// <summary>What has changed since, a line each: with any, it is out of date.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>Its figures beside the mean of its members', outside their folds; null if the test split is sealed.</summary>
    public EnsembleFigures? Figures { get; init; }

    /// <summary>Addresses of its files; none if the test split is sealed.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The datasets that its members predict.</summary>
    public required IReadOnlyList<EnsembleDatasetDocument> Datasets { get; init; }

    /// <summary>Describes an ensemble.</summary>
    /// <param name="study">The study with its runs.</param>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="address">The address of the study in the API.</param>
    /// <param name="hidden">Whether the study's figures are hidden by a seal.</param>
    public static EnsembleDocument Of(StudyRuns study, FoundEnsemble ensemble, string address, bool hidden)
    {
        string own = $"{address}/ensembles/{Uri.EscapeDataString(ensemble.Name)}";
        return new EnsembleDocument
        {
            Name = ensemble.Name,
            Variant = ensemble.Record?.Variant,
            Members = [.. (ensemble.Record?.Members ?? []).Select(member => new EnsembleMemberDocument(
                $"{study.Study.Experiment}/{member.Run}", member.Variant, member.Fold, member.Seed))],
            Made = ensemble.Record?.MadeAt.UtcDateTime,
            MadeBy = ensemble.Record?.MadeBy,
            Changes = ensemble.Record is null ? ["its ensemble.json, or a file of a run, cannot be read"] : ensemble.Changes,
            Figures = hidden ? null : ensemble.Record?.Figures,
            Files = hidden ? []
                : [.. EnsembleAnswers.Files.Where(file => File.Exists(Path.Combine(ensemble.Folder.Path, file)))
                    .Select(file => $"{own}/{file}")],
            Datasets = ensemble.Record is not { } record ? []
                : [.. EnsembleDataset.Of(study, record).Select(on => new EnsembleDatasetDocument(
                    on.Name, on.Finished, on.Failed, on.Members.Count, hidden || on.Hidden,
                    hidden || on.Hidden || !on.IsWhole ? []
                        : [.. EnsembleAnswers.FilesOnData.Select(file => $"{own}/on/{Uri.EscapeDataString(on.Name)}/{file}")]))],
        };
    }
}

using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>The studies.</summary>
/// <param name="Studies">All of them.</param>
internal sealed record StudyListDocument(IReadOnlyList<StudyEntryDocument> Studies);

/// <summary>A study in the list.</summary>
/// <param name="Id">Its id: <c>experiment/Study_N</c>.</param>
/// <param name="Url">Where to read more.</param>
/// <param name="Runs">How many of its runs there are, by state.</param>
internal sealed record StudyEntryDocument(string Id, string Url, StudyCountsDocument Runs);

/// <summary>Runs of a study by state.</summary>
/// <param name="Queued">Those that wait for a device.</param>
/// <param name="Paused">Those that are on hold.</param>
/// <param name="Running">Those that a trainer works on.</param>
/// <param name="Finished">Those that have finished.</param>
/// <param name="Failed">Those that failed or diverged.</param>
/// <param name="Stopped">Those that somebody stopped.</param>
internal sealed record StudyCountsDocument(int Queued, int Paused, int Running, int Finished, int Failed, int Stopped)
{
    /// <summary>Counts runs.</summary>
    public static StudyCountsDocument Of(IReadOnlyCollection<Run> runs) => new(
        runs.Count(run => run is { Status: RunStatus.Queued, PausedBy: null }),
        runs.Count(run => run is { Status: RunStatus.Queued, PausedBy: not null }), runs.Count(run => run.Status.IsActive()),
        runs.Count(run => run.Status == RunStatus.Finished),
        runs.Count(run => run.Status is RunStatus.Failed or RunStatus.Diverged), runs.Count(run => run.Status == RunStatus.Stopped));
}

/// <summary>A study.</summary>
internal sealed record StudyDocument
{
    /// <summary>Its id: <c>experiment/Study_N</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTime Created { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Its size in words.</summary>
    public required string Size { get; init; }

    /// <summary>The metric that decides.</summary>
    public required string Metric { get; init; }

    /// <summary>The variant that the others are compared with.</summary>
    public string? Baseline { get; init; }

    /// <summary>When variants that fall back are paused, as study.json has it; null for never.</summary>
    public JsonObject? Search { get; init; }

    /// <summary>The variants.</summary>
    public required IReadOnlyList<StudyVariantDocument> Variants { get; init; }

    /// <summary>The names of the folds; none for a study without any.</summary>
    public required IReadOnlyList<string> Folds { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>The settings that all runs share; without paths for those who may not name files.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>How many of its runs there are, by state.</summary>
    public required StudyCountsDocument Progress { get; init; }

    /// <summary>The runs of its plan, in order.</summary>
    public required IReadOnlyList<StudyRunDocument> Runs { get; init; }

    /// <summary>Its ensembles, by name.</summary>
    public required IReadOnlyList<EnsembleDocument> Ensembles { get; init; }
}

/// <summary>A variant of a study.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">The settings that differ from the study's.</param>
/// <param name="Waits">Why the search of the study holds its runs; null if it does not.</param>
/// <param name="Promoted">Whether somebody let it go on, whatever the search says.</param>
internal sealed record StudyVariantDocument(string Name, JsonObject Settings, string? Waits, bool Promoted);

/// <summary>A run of a study's plan.</summary>
/// <param name="Variant">The variant's name.</param>
/// <param name="Fold">The fold's number, from 0; null without folds.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Run">The run's id; null if it was not made yet, or was deleted.</param>
/// <param name="Status">Its status; null likewise.</param>
internal sealed record StudyRunDocument(string Variant, int? Fold, long Seed, string? Run, RunStatus? Status);

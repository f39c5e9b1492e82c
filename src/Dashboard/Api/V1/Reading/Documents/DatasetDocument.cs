using Angioboard.Core.Data.Frames;

namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>The registered datasets.</summary>
/// <param name="Datasets">They, by name.</param>
internal sealed record DatasetListDocument(IReadOnlyList<DatasetDocument> Datasets);

/// <summary>A registered dataset.</summary>
internal sealed record DatasetDocument
{
    public required string Name { get; init; }

    public required string Owner { get; init; }

    public required DateTime Registered { get; init; }

    /// <summary>The version of its registration, from 1: what changes results makes another.</summary>
    public required int Version { get; init; }

    public required IReadOnlyList<string> ClassNames { get; init; }

    public required Modality Modality { get; init; }

    /// <summary>Height of the burnt-in strip, pixels.</summary>
    public required int Strip { get; init; }

    /// <summary>Whether its files are there.</summary>
    public required bool Ready { get; init; }

    /// <summary>Why it cannot be used; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>How many problems its last check found; null if it was never checked.</summary>
    public int? CheckProblems { get; init; }

    /// <summary>Whether its test split is sealed.</summary>
    public required bool TestSealed { get; init; }

    /// <summary>Exams of all splits; null before they were counted.</summary>
    public int? Exams { get; init; }

    /// <summary>Frames of all splits; null likewise.</summary>
    public int? Frames { get; init; }

    /// <summary>Its splits; null likewise.</summary>
    public IReadOnlyList<SplitDocument>? Splits { get; init; }

    /// <summary>Its split file on the server; null for viewers, as are the next two.</summary>
    public string? Split { get; init; }

    public string? Datadir { get; init; }

    /// <summary>How exams map to patients; null if unknown.</summary>
    public string? Patients { get; init; }
}

/// <summary>A split of a dataset.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Exams">How many exams.</param>
/// <param name="Frames">How many frames.</param>
/// <param name="Classes">Exams of each class, in the order of the labels.</param>
/// <param name="Unlabelled">Exams without a label.</param>
/// <param name="Patients">How many patients; null if unknown.</param>
internal sealed record SplitDocument(string Name, int Exams, int Frames, IReadOnlyList<int> Classes, int Unlabelled, int? Patients);

using System.Globalization;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Datasets;

/// <summary>A data set as runs saw it. What changes results, such as the strip, makes another version; a new name does not.</summary>
public sealed record DatasetVersion
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>The fingerprint of its data at the check; null if it was not checked.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who made it.</summary>
    public required string By { get; init; }

    /// <summary>What changed, in one line.</summary>
    public required string Change { get; init; }

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Half of the frame.</summary>
    public required Modality Modality { get; init; }

    /// <summary>Height of the strip, pixels.</summary>
    public required int Strip { get; init; }

    /// <summary>How exams map to patients; null if unknown.</summary>
    public string? Patients { get; init; }

    /// <summary>The first version of a data set.</summary>
    internal static DatasetVersion First(Dataset dataset, string? fingerprint) =>
        Of(dataset, 1, fingerprint, dataset.Registered, dataset.Owner, "registered");

    /// <summary>A version with a data set's present values.</summary>
    internal static DatasetVersion Of(
        Dataset dataset, int number, string? fingerprint, DateTimeOffset at, string by, string change) => new()
    {
        Number = number,
        Fingerprint = fingerprint,
        At = at,
        By = by,
        Change = change,
        ClassNames = dataset.ClassNames,
        Modality = dataset.Modality,
        Strip = dataset.Strip,
        Patients = dataset.Patients,
    };

    /// <summary>Whether a run was trained on it: by the fingerprint where both have one, else by the run's settings.</summary>
    public bool IsOf(Run run)
    {
        RunSettings settings = run.Settings;
        if (settings.Patients != Patients) return false;
        if (run.Fingerprint is { } print && Fingerprint is { } own) return print == own;
        return settings.Strip == Strip && settings.Modality == Modality && (settings.ClassNames ?? []).SequenceEqual(ClassNames);
    }

    /// <summary>What is different in another data set, in a line; null for nothing that results depend on.</summary>
    internal string? Difference(Dataset other)
    {
        List<string> parts = [];
        if (!other.ClassNames.SequenceEqual(ClassNames))
            parts.Add($"classes {string.Join(", ", ClassNames)} → {string.Join(", ", other.ClassNames)}");
        if (other.Modality != Modality) parts.Add($"modality {Modality} → {other.Modality}");
        if (other.Strip != Strip) parts.Add(string.Create(CultureInfo.InvariantCulture, $"strip {Strip} → {other.Strip} pixels"));
        if (other.Patients != Patients) parts.Add($"patients {Patients ?? "not set"} → {other.Patients ?? "not set"}");
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }
}

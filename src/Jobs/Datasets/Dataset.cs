using Angioboard.Core.Data.Frames;

namespace Angioboard.Jobs.Datasets;

/// <summary>A registered data set: where its split and frames are, and how to read them.</summary>
public sealed record Dataset
{
    /// <summary>Its name; unique.</summary>
    public required string Name { get; init; }

    /// <summary>Full path of the split file.</summary>
    public required string Split { get; init; }

    /// <summary>Full path of the folder that the split's frame paths are relative to.</summary>
    public required string Datadir { get; init; }

    /// <summary>Names of the classes in the order of their labels.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Half of the frame to use.</summary>
    public Modality Modality { get; init; } = Modality.FA;

    /// <summary>Height of the burnt-in strip at the bottom, pixels.</summary>
    public int Strip { get; init; } = 50;

    /// <summary>How exams map to patients: an expression or a CSV file, as in the settings; null if unknown.</summary>
    public string? Patients { get; init; }

    /// <summary>Who registered it.</summary>
    public required string Owner { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Registered { get; init; }
}

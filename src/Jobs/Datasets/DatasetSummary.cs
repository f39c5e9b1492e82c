using System.Text.Json.Serialization;

namespace Angioboard.Jobs.Datasets;

/// <summary>A data set's counts: what lists, charts and estimates need without reading its files again.</summary>
public sealed record DatasetSummary
{
    /// <summary>The data set.</summary>
    public required string Name { get; init; }

    /// <summary>Identifies the split file and registration that were counted, so that later changes are noticed.</summary>
    public required string Stamp { get; init; }

    /// <summary>The splits in the order of the file.</summary>
    public required IReadOnlyList<SplitCounts> Splits { get; init; }

    /// <summary>Exams of all splits.</summary>
    [JsonIgnore]
    public int Exams => Splits.Sum(split => split.Exams);

    /// <summary>What to say of classes that no exam has; null for none, or if no exam has a label.</summary>
    /// <param name="names">The names of the classes.</param>
    public string? UnusedClasses(IReadOnlyList<string> names) => SplitGlance.Unused(
        names, [.. Enumerable.Range(0, names.Count).Where(label => Splits.Any(split => split.Classes.ElementAtOrDefault(label) > 0))]);

    /// <summary>Frames of all splits.</summary>
    [JsonIgnore]
    public int AllFrames => Splits.Sum(split => split.Frames(null));
}

/// <summary>The counts of a split.</summary>
public sealed record SplitCounts
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Exams of each class, in the order of the labels.</summary>
    public required IReadOnlyList<int> Classes { get; init; }

    /// <summary>Exams without a label.</summary>
    public int Unlabelled { get; init; }

    /// <summary>The number of exams for each number of frames.</summary>
    public required IReadOnlyDictionary<int, int> FramesPerExam { get; init; }

    /// <summary>How many patients; null if unknown.</summary>
    public int? Patients { get; init; }

    /// <summary>How many exams.</summary>
    [JsonIgnore]
    public int Exams => Classes.Sum() + Unlabelled;

    /// <summary>Frames in use when each exam contributes at most this many; null for no limit.</summary>
    public int Frames(int? mostPerExam) => FramesPerExam.Sum(pair => Math.Min(pair.Key, mostPerExam ?? int.MaxValue) * pair.Value);
}

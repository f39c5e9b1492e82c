using System.Globalization;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Patients;

namespace Angioboard.Core.Data.Exams;

/// <summary>What a split and its frames are checked against.</summary>
public sealed record ExamIndexOptions
{
    /// <summary>Labels run from 0 to one less than this.</summary>
    public required int NumClasses { get; init; }

    /// <summary>The classes' names by label; null where they have none.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Which part of a frame is used.</summary>
    public required Modality Modality { get; init; }

    /// <summary>Height in pixels of the burnt-in strip that is cut off the bottom of each frame.</summary>
    public required int Strip { get; init; }

    /// <summary>Tells each exam's patient; null where that is not known.</summary>
    public PatientMap? Patients { get; init; }

    /// <summary>Whether to train on the data: then <c>train</c> must hold labelled exams, and what training lacks is warned of.</summary>
    public required bool RequireTrain { get; init; }

    /// <summary>The class's name, or its number where the classes have no names.</summary>
    public string ClassName(int label) => label < ClassNames?.Count ? ClassNames[label] : label.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Patients;

namespace Angioboard.Core.Data.Exams;

/// <summary>Options to check a split and its frames.</summary>
public sealed record ExamIndexOptions
{
    /// <summary>Labels run from 0 to one less than this.</summary>
    public required int NumClasses { get; init; }

    /// <summary>The classes' names by label; null if they have none.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The part of a frame to use.</summary>
    public required Modality Modality { get; init; }

    /// <summary>Height in pixels of the burnt-in strip that is cut off the bottom of each frame.</summary>
    public required int Strip { get; init; }

    /// <summary>Maps exams to patients; null if unknown.</summary>
    public PatientMap? Patients { get; init; }

    /// <summary>
    /// Whether to train on the data: then <c>train</c> must hold labelled exams, and warnings are given for what training lacks.
    /// </summary>
    public required bool RequireTrain { get; init; }

    /// <summary>The class's name, or its label if the classes have no names.</summary>
    public string ClassName(int label) => label < ClassNames?.Count ? ClassNames[label] : label.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using Angioboard.Core.Data.Patients;

namespace Angioboard.Core.Data.Folds;

/// <summary>How the exams of fold and split files are read.</summary>
/// <param name="NumClasses">Labels run from 0 to one less than this.</param>
/// <param name="ClassNames">The classes' names by label; null if they have none.</param>
/// <param name="Patients">Maps exams to patients; null if each exam is a patient of its own.</param>
public sealed record FoldOptions(int NumClasses, IReadOnlyList<string>? ClassNames = null, PatientMap? Patients = null)
{
    /// <summary>A class in a message: <c>class 4 (Window defect)</c>.</summary>
    internal string Words(int label) => label < ClassNames?.Count && ClassNames[label] != label.ToString(CultureInfo.InvariantCulture)
        ? $"class {label} ({ClassNames[label]})"
        : $"class {label}";

    /// <summary>Several classes in a message: <c>class 1, class 4 (Window defect)</c>.</summary>
    internal string Words(IEnumerable<int> labels) => string.Join(", ", labels.Select(Words));
}

using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Comparing;
using Angioboard.Jobs.Comparison;

namespace Angioboard.Jobs.Studies.Comparing;

/// <summary>Variants compared.</summary>
/// <param name="Results">The figures and differences, as those of a study with these variants; its baseline is the reference.</param>
/// <param name="Reference">The reference, and why it is the one.</param>
/// <param name="Exams">The exams, out of fold: each variant calls them by the mean probabilities of its seeds.</param>
/// <param name="RunsOf">For each variant, the run that predicted an exam; of several seeds the first.</param>
public sealed record VariantsReport(StudyResults Results, ReferenceVariant Reference, IReadOnlyList<ComparedExam> Exams,
    IReadOnlyList<IReadOnlyDictionary<string, string>> RunsOf);

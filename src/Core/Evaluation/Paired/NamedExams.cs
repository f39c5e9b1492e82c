using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>The compared exams with a run's predictions.</summary>
/// <param name="Name">The run's name.</param>
/// <param name="Exams">The exams, in the same order for every run.</param>
internal sealed record NamedExams(string Name, ScoredExams Exams);

using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Comparing;

/// <summary>A variant to compare, of one study or another.</summary>
/// <param name="Name">What it is called; every variant of a comparison has its own name.</param>
/// <param name="StudyName">What messages call its study.</param>
/// <param name="Study">The study; variants of one study share it.</param>
/// <param name="Variant">The variant's name in the study.</param>
public sealed record ComparedVariant(string Name, string StudyName, StudyPredictions Study, string Variant);

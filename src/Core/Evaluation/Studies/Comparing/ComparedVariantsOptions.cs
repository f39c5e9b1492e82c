using Angioboard.Core.Evaluation.Paired;

namespace Angioboard.Core.Evaluation.Studies.Comparing;

/// <summary>Options of a comparison of variants.</summary>
/// <param name="Metric">The metric that decides; null for that of the first variant's study.</param>
/// <param name="Reference">The variant that each other is compared with; null for <see cref="ReferenceVariant.Of"/>'s choice.</param>
/// <param name="Resamples">How many draws of patients.</param>
public sealed record ComparedVariantsOptions(
    string? Metric = null, string? Reference = null, int Resamples = ComparisonOptions.UsualResamples);

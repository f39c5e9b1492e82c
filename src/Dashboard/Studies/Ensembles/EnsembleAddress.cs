using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Dashboard.Studies.Ensembles;

/// <summary>Addresses of an ensemble's files, relative to the application's root.</summary>
internal static class EnsembleAddress
{
    /// <summary>A file of the ensemble.</summary>
    public static string File(FoundStudy study, string ensemble, string file) =>
        StudyAddress.File(study, $"ensembles/{Uri.EscapeDataString(ensemble)}/{file}");

    /// <summary>A file of what it predicts of a dataset.</summary>
    public static string OnData(FoundStudy study, string ensemble, string dataset, string file) =>
        StudyAddress.File(study, $"ensembles/{Uri.EscapeDataString(ensemble)}/on/{Uri.EscapeDataString(dataset)}/{file}");
}

using Angioboard.Jobs.Comparison.Differences;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Datasets.Sealing;
using Angioboard.Jobs.Estimates;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Slurm;
using Angioboard.Jobs.Studies.Comparing;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Angioboard.Jobs.Hosting;

/// <summary>Adds the machine and the data sets to an application.</summary>
public static class MachineRegistration
{
    /// <summary>
    /// Adds <see cref="MachineMonitor"/> (which must start before the queue), <see cref="Reservations"/>, <see cref="DatasetCatalog"/>,
    /// <see cref="DatasetRegistration"/>, <see cref="HygieneStore"/>, <see cref="PhantomOffer"/>, <see cref="ExamFrameSource"/>,
    /// <see cref="ExamRemarks"/>, <see cref="RunEstimates"/>, <see cref="RunDifferences"/>, <see cref="StudyLibrary"/>,
    /// <see cref="StudyReports"/> and <see cref="VariantReports"/>. The application must have added <see cref="AngioboardOptions"/>, the
    /// clock and the stores.
    /// </summary>
    public static IServiceCollection AddAngioboardMachine(this IServiceCollection services)
    {
        services.AddAngioboardUsers();
        services.AddSingleton<MachineMonitor>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<MachineMonitor>());
        services.TryAddSingleton<SlurmMonitor>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<SlurmMonitor>());
        services.AddSingleton<Reservations>();
        services.TryAddSingleton<DataRoots>();
        services.AddSingleton<DatasetFiles>();
        services.AddSingleton<DatasetCatalog>();
        services.AddSingleton<HygieneStore>();
        services.AddSingleton<DatasetRegistration>();
        services.TryAddSingleton<DatasetVersions>();
        services.AddSingleton<DatasetEdits>();
        services.AddSingleton<DatasetSealing>();
        services.AddSingleton<PhantomOffer>();
        services.AddSingleton<ExamFrameSource>();
        services.AddSingleton<ExamRemarks>();
        services.AddSingleton<DeviceSpeeds>();
        services.AddSingleton<RunEstimates>();
        services.AddSingleton<RunDifferences>();
        services.TryAddSingleton<StudyLibrary>();
        services.TryAddSingleton<StudyReports>();
        services.AddSingleton<VariantReports>();
        return services;
    }
}

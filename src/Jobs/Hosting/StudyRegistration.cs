using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Ensembles;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Angioboard.Jobs.Hosting;

/// <summary>Adds to the queue what launches and steers studies.</summary>
internal static class StudyRegistration
{
    public static void AddAngioboardStudies(this IServiceCollection services)
    {
        services.TryAddSingleton<StudyLibrary>();
        services.TryAddSingleton(provider =>
        {
            AngioboardOptions options = provider.GetRequiredService<AngioboardOptions>();
            RunStore runs = provider.GetRequiredService<RunStore>();
            DatasetStore datasets = provider.GetRequiredService<DatasetStore>();
            Scheduler scheduler = provider.GetRequiredService<Scheduler>();
            TimeProvider time = provider.GetRequiredService<TimeProvider>();
            return new StudyLauncher(
                runs, provider.GetRequiredService<RunControl>(), provider.GetRequiredService<Rights>(), scheduler,
                provider.GetRequiredService<LaunchPreflight>(),
                new LaunchCheck(provider.GetRequiredService<QueueSetup>(), options, runs, datasets),
                new RunMaker(options, runs, datasets, provider.GetRequiredService<DatasetVersions>(), scheduler,
                    provider.GetRequiredService<LaunchIntents>(), time),
                new QueueQuota(options, runs, scheduler),
                new StudyPaths(provider.GetRequiredService<LaunchPaths>(), provider.GetRequiredService<DataRoots>()),
                provider.GetRequiredService<StudyLibrary>(), time);
        });
        services.TryAddSingleton<StudyControl>();
        services.TryAddSingleton<StudyReports>();
        services.TryAddSingleton<EnsembleLibrary>();
        services.TryAddSingleton<EnsembleData>();
        services.TryAddSingleton<EnsembleControl>();
        services.AddSingleton<IHostedService, StudySearch>();
    }
}

using Angioboard.Jobs.Adoption;
using Angioboard.Jobs.Clocks;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Estimates;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Papers.Kits;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Slurm;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Supervision;
using Angioboard.Jobs.Trainers;
using Angioboard.Jobs.Troubles;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Webhooks;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Jobs.Hosting;

/// <summary>Adds the queue to an application.</summary>
public static class QueueRegistration
{
    /// <summary>
    /// Adds <see cref="RunControl"/>, <see cref="Scheduler"/> and a hosted service that runs the queue, with Hangfire's storage. The
    /// application must have added <see cref="AngioboardOptions"/>, <see cref="Database"/>, <see cref="RunFeed"/>, <see cref="RunStore"/>
    /// and <see cref="DatasetStore"/>.
    /// </summary>
    public static IServiceCollection AddAngioboardQueue(this IServiceCollection services, Func<IServiceProvider, QueueSetup> setup)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddAngioboardUsers();
        services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.TryAddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.TryAddSingleton<HostEnd>();
        services.AddSingleton<IHostedService, DatabaseWatch>();
        services.AddSingleton<LaunchIntents>();
        services.AddSingleton<SteadyClock>();
        services.AddSingleton(setup);
        services.TryAddSingleton<DataRoots>();
        services.TryAddSingleton<DatasetVersions>();
        services.AddSingleton<LaunchPaths>();
        services.AddSingleton<LaunchPreflight>();
        services.TryAddSingleton<JobStorage>(_ => new InMemoryStorage());
        services.TryAddSingleton<IBackgroundJobClient>(provider => new BackgroundJobClient(provider.GetRequiredService<JobStorage>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Scheduler>(provider, new StartJob((job, device) =>
            provider.GetRequiredService<IBackgroundJobClient>()
                .Enqueue<RunJob>(RunJob.QueueName, run => run.ExecuteAsync(job, device, CancellationToken.None)))));
        services.AddSingleton<NoticeTest>();
        services.AddSingleton(provider => new WebhookClient(provider.GetRequiredService<AngioboardOptions>().Webhooks));
        services.AddSingleton<Notices>();
        services.AddSingleton<RunTrash>();
        services.AddSingleton<RunTexts>();
        services.AddSingleton(provider => new Sweep(
            provider.GetRequiredService<RunStore>(), provider.GetRequiredService<RunTrash>(), provider.GetRequiredService<Scheduler>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Sweep>>()));
        services.AddSingleton<DeviceLoss>();
        services.TryAddSingleton<SlurmMonitor>();
        services.AddSingleton<SlurmJobs>();
        services.AddSingleton<SlurmSubmission>();
        services.AddSingleton<TrainerSource>();
        services.AddSingleton<RunEndings>();
        services.AddSingleton<TrainingSupervisor>();
        services.AddSingleton<EvaluationSupervisor>();
        services.AddSingleton<Supervisor>();
        services.AddSingleton<FollowedRuns>();
        services.AddSingleton<Recovery>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<DatabaseCopies>();
        services.AddSingleton<RunReveals>();
        services.AddSingleton(provider => new RunControl(
            provider.GetRequiredService<QueueSetup>(), provider.GetRequiredService<AngioboardOptions>(),
            provider.GetRequiredService<RunStore>(),
            provider.GetRequiredService<DatasetStore>(), provider.GetRequiredService<DatasetVersions>(),
            provider.GetRequiredService<DataRoots>(), provider.GetRequiredService<LaunchPaths>(),
            provider.GetRequiredService<Scheduler>(), provider.GetRequiredService<RunTrash>(), provider.GetRequiredService<Rights>(),
            provider.GetRequiredService<LaunchIntents>(), provider.GetRequiredService<LaunchPreflight>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddAngioboardStudies();
        services.AddSingleton(provider => new Reevaluations(
            provider.GetRequiredService<QueueSetup>(), provider.GetRequiredService<RunStore>(), provider.GetRequiredService<Scheduler>(),
            provider.GetRequiredService<DataRoots>(), provider.GetRequiredService<Rights>()));
        services.AddSingleton(provider => new MachineCheckup(
            provider.GetRequiredService<QueueSetup>(), provider.GetRequiredService<AngioboardOptions>(),
            provider.GetRequiredService<Rights>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PaperKits(
            provider.GetRequiredService<QueueSetup>(), provider.GetRequiredService<AngioboardOptions>(),
            provider.GetRequiredService<RunStore>(), provider.GetRequiredService<DataRoots>(),
            provider.GetRequiredService<HygieneStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHostedService, RunJournal>();
        services.AddSingleton<IHostedService, QueueHost>();
        return services;
    }

    /// <summary>Adds the measurement of the machine's devices, which needs the queue and the machine.</summary>
    public static IServiceCollection AddAngioboardSpeed(this IServiceCollection services) =>
        services.AddSingleton<IHostedService, SpeedMeasurement>();
}

using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Account.NewPassword;
using Angioboard.Dashboard.Account.Providers;
using Angioboard.Dashboard.Account.Proxied;
using Angioboard.Dashboard.Api;
using Angioboard.Dashboard.Api.V1;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Compare.Differences;
using Angioboard.Dashboard.Compare.Variants;
using Angioboard.Dashboard.Configuration;
using Angioboard.Dashboard.Layout;
using Angioboard.Dashboard.Limits;
using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.Papers;
using Angioboard.Dashboard.Requests;
using Angioboard.Dashboard.Runs;
using Angioboard.Dashboard.Runs.Filters;
using Angioboard.Dashboard.Studies;
using Angioboard.Dashboard.Studies.Ensembles;
using Angioboard.Dashboard.Theme;
using Angioboard.Dashboard.Times;
using Angioboard.Dashboard.Viewer;
using Angioboard.Jobs;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Estimates;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Slurm;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Hangfire;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server.Circuits;
using MudBlazor;
using MudBlazor.Services;

namespace Angioboard.Dashboard;

/// <summary>The dashboard's services and its request pipeline.</summary>
internal static class DashboardParts
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    public static void AddDashboard(this WebApplicationBuilder builder, AngioboardOptions options)
    {
        IServiceCollection services = builder.Services;
        services.Configure<HostOptions>(host =>
        {
            // An open page's connection would delay the shutdown, and the queue's, by half a minute; the page reconnects by itself.
            host.ShutdownTimeout = LongestEnd;
            host.ServicesStopConcurrently = true;
        });
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddStore(options);
        services.AddHangfire(hangfire => hangfire.UseInMemoryStorage());
        services.AddAngioboardMachine();
        services.AddAngioboardQueue(Queue);
        services.AddAngioboardSpeed();
        services.AddAccounts(options);
        services.AddApi();
        services.AddTerminalSocket(options);
        services.AddHostedService<AuditKeeping>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSignalR(hub => hub.MaximumReceiveMessageSize = 1 << 20);
        // Not at the top: messages would cover the button for a new run.
        services.AddMudServices(mud => mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight);
        services.AddScoped<IComponentActivator, ControlDefaults>();
        services.AddHttpContextAccessor();
        services.AddScoped<LiveState>();
        services.AddScoped<ChosenRuns>();
        services.AddScoped<Announcer>();
        services.AddScoped<Draft>();
        services.AddScoped<ColumnMemory>();
        services.AddScoped<ReaderTime>();
        services.AddSingleton<FrameBudget>();
        services.AddSingleton<WholeFrameAudit>();
        services.AddSingleton<Downloads>();
        services.AddSingleton<PageCount.Counts>().AddScoped<CircuitHandler, PageCount>();
        services.AddRateLimiter(limiter => RequestLimits.Add(limiter, options.Limits));
        services.Configure<ForwardedHeadersOptions>(forwarded => Proxies.Configure(forwarded, options));
    }

    public static void UseDashboard(this WebApplication app, AngioboardOptions options)
    {
        app.UseProxyHeader(options);
        app.UseMiddleware<Proxies>();
        app.UseForwardedHeaders();
        if (options.PathBase is { } pathBase)
            app.UsePathBase(pathBase);
        app.UseTerminalSocket();
        app.UseMiddleware<HostCheck>();
        app.UseHsts();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<OriginCheck>();
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(RequestLimits.LimitForm);
        app.UseRouting();
        app.UseMiddleware<ApiErrors>();
        app.UseAuthentication();
        app.UseProxySignIn(options);
        app.UseAuthorization();
        app.UseMiddleware<PasswordChange>();
        app.UseMiddleware<OpenPages>();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapAccounts();
        app.MapOpenId(options);
        app.MapArtifacts();
        app.MapApi();
        app.MapRunExport();
        app.MapDifferences();
        app.MapVariants();
        app.MapPaperKits();
        app.MapStudies();
        app.MapEnsembles();
        app.MapAuditExport();
        app.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            // Its requeue and delete would bypass the runs' states; the policy checks who may view it.
            IsReadOnlyFunc = _ => true,
            Authorization = [],
            AppPath = $"{options.PathBase}/",
            DashboardTitle = "Angioboard background jobs",
            DisplayStorageConnectionString = false,
        }).RequireAuthorization(Policies.IsAdministrator);
        app.MapFrames();
        app.MapAnimations();
        app.MapRemarkExport();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);
    }

    private static QueueSetup Queue(IServiceProvider services)
    {
        AngioboardOptions options = services.GetRequiredService<AngioboardOptions>();
        MachineMonitor machine = services.GetRequiredService<MachineMonitor>();
        SlurmMonitor slurm = services.GetRequiredService<SlurmMonitor>();
        UserStore users = services.GetRequiredService<UserStore>();
        RunEstimates estimates = services.GetRequiredService<RunEstimates>();
        return new QueueSetup
        {
            Devices = () => machine.Devices,
            Partitions = () => SlurmDevices.Of(options.Slurm.Partitions, slurm.Latest),
            DevicesChanged = machine.Refresh,
            TrainerVariables = options.TrainerVariables,
            Estimate = settings => estimates.Of(settings) is { } estimate ? TimeSpan.FromSeconds(estimate.Seconds) : null,
            Webhook = owner => users.Find(owner)?.Webhook is { } address && Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
                ? uri
                : null,
        };
    }

    /// <summary>Opens the database before anything else: the start fails if another dashboard holds the folder.</summary>
    private static void AddStore(this IServiceCollection services, AngioboardOptions options)
    {
        Database database = Database.Open(options.DataFolder);
        // By a factory, so that the container disposes of it last.
        services.AddSingleton(_ => database);
        services.AddSingleton<RunFeed>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<DatasetStore>();
        services.AddAngioboardUsers();
        services.AddSingleton<RunViews>();
        services.AddSingleton<RunEvaluations>();
        services.AddSingleton<RunPredictions>();
    }
}

using System.Reflection;
using System.Text;
using System.Text.Json;
using Angioboard.Core.Settings;
using Angioboard.Dashboard.Account;
using Angioboard.Jobs;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Run = Angioboard.Jobs.Runs.Run;
namespace Angioboard.Dashboard.Tests.Account;

/// <summary>
/// The dashboard's services as in the program, not started, with a data folder that has a run of each kind, a data set and some users.
/// </summary>
internal sealed class ServicesOfAll : IAsyncDisposable
{
    public const string Finished = "e/Train_1", Deleted = "e/Train_2", Waiting = "e/Train_3", Dataset = "eyes";

    private readonly TemporaryFolder folder = new();
    private readonly IServiceCollection services;
    private readonly WebApplication app;

    private ServicesOfAll()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.AddDashboard(new AngioboardOptions { DataFolder = Data, Devices = ["cpu"] });
        services = builder.Services;
        app = builder.Build();
    }

    public string Data => folder.File("data");

    public string Study => Path.Combine(Data, "datasets", "study");

    public string Elsewhere => Directory.CreateDirectory(folder.File("elsewhere")).FullName;

    public RunSettings Settings =>
        new() { Split = Path.Combine(Study, "split.json"), Datadir = Study, ClassNames = ["sick", "well"], Device = "cpu",
            Pretrained = "none" };

    public DatasetDraft Draft => new() { Name = "other", Split = Settings.Split!, Datadir = Study, ClassNames = "sick, well", Strip = 8 };

    public static async Task<ServicesOfAll> CreateAsync()
    {
        ServicesOfAll all = new();
        await all.FillAsync();
        return all;
    }

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>A signed-in account, created if there is none.</summary>
    public Actor Account(string name, string role)
    {
        UserStore users = Get<UserStore>();
        if (users.Find(name) is null) users.Add(Actor.Server, new User { Name = name, Role = role });
        if (Get<SessionStore>().Of(name).Count == 0) Get<SessionStore>().Begin(users.Find(name)!, "a browser", "192.0.2.9");
        return Actor.Account(name, users.Find(name)!.Stamp, "192.0.2.9");
    }

    public Actor Disabled()
    {
        Actor actor = Account("dora", Roles.Administrator);
        Get<UserStore>().Change(Actor.Server, "dora", user => user with { Disabled = true });
        return Actor.Account("dora", Get<UserStore>().Find("dora")!.Stamp, actor.From);
    }

    public Actor WithAnotherPassword()
    {
        Actor actor = Account("pam", Roles.Administrator);
        Get<Passwords>().Set(Actor.Server, "pam", "another horse");
        return actor;
    }

    /// <summary>A waiting run that the actor may move: their own.</summary>
    public string QueuedBy(Actor actor) => actor.Name == Roles.Researcher ? Queued(actor.Name) : Waiting;

    /// <summary>A session of the actor, which refused actors do not have.</summary>
    public string SessionOf(Actor actor) => Get<SessionStore>().Of(actor.Name) is [{ } session, ..] ? session.Id : "";

    /// <summary>A token of the actor, which refused actors do not have.</summary>
    public string TokenOf(Actor actor)
    {
        if (Get<Rights>().Find(actor) is not null)
            Get<TokenStore>().Create(actor, "theirs", Roles.Viewer, DateTimeOffset.UtcNow.AddDays(1));
        return Get<TokenStore>().Of(actor.Name) is [{ } token, ..] ? token.Id : "";
    }

    /// <summary>The owner of <see cref="TokenOf"/>.</summary>
    public string OwnerOfToken(Actor actor)
    {
        _ = TokenOf(actor);
        return actor.Name;
    }

    /// <summary>A data set that the actor may unregister.</summary>
    public string DatasetOf(Actor actor)
    {
        if (actor.Name != Roles.Researcher) return Dataset;
        Get<DatasetStore>().Put(Get<DatasetStore>().Find(Dataset)! with { Name = "theirs", Owner = actor.Name });
        return "theirs";
    }

    /// <summary>A data set that the actor may change, as its form shows it.</summary>
    public DatasetDraft DraftOf(Actor actor) => DatasetEdits.Draft(Get<DatasetStore>().Find(DatasetOf(actor))!);

    /// <summary>The methods of services that pages and endpoints can call: public methods of Jobs, all methods of the dashboard.</summary>
    public IEnumerable<MethodInfo> Methods()
    {
        Assembly jobs = typeof(RunControl).Assembly, dashboard = typeof(DashboardHost).Assembly;
        Type[] types =
            [.. services.SelectMany(service =>
                new[] { service.ServiceType, service.ImplementationType, service.ImplementationInstance?.GetType() })
            .OfType<Type>()
            .Where(type => !type.IsGenericTypeDefinition && (type.Assembly == dashboard || (type.Assembly == jobs && type.IsPublic)))
            .Distinct()];
        return types.SelectMany(type =>
            type.GetMethods(BindingFlags.Instance | BindingFlags.Public | (type.Assembly == dashboard ? BindingFlags.NonPublic : 0)))
            .Where(method => method.DeclaringType!.Assembly == jobs || method.DeclaringType.Assembly == dashboard)
            .Where(method => !method.IsPrivate && (!method.IsSpecialName || method.Name.StartsWith("set_", StringComparison.Ordinal)))
            .Where(method => !method.Name.StartsWith('<') && method.GetBaseDefinition().DeclaringType != typeof(object))
            .Where(method => method.ReturnParameter.GetRequiredCustomModifiers().All(modifier => modifier.Name != "IsExternalInit"));
    }

    /// <summary>All saved data, except the audit log.</summary>
    public string Everything()
    {
        StringBuilder text = new();
        foreach (Run run in Get<RunStore>().All.OrderBy(run => run.Id, StringComparer.Ordinal))
            text.AppendLine(JsonSerializer.Serialize(run with { Progress = null }));
        foreach (User user in Get<UserStore>().All())
            text.AppendLine(user.ToString()).AppendJoin(",", Get<SessionStore>().Of(user.Name).Select(session => session.Id)).AppendLine();
        foreach (ApiToken token in Get<TokenStore>().All()) text.AppendLine($"{token.Owner} {token.Name}");
        text.AppendJoin(",", Get<DataRoots>().All).AppendLine();
        foreach (Dataset dataset in Get<DatasetStore>().All())
            text.AppendLine(JsonSerializer.Serialize(dataset)).AppendLine($"{Get<DatasetRegistration>().Report(dataset.Name)?.Checked}");
        foreach (ExamRemark remark in Get<ExamRemarks>().Of(Dataset)) text.AppendLine(remark.ToString());
        foreach (RunView view in Roles.All.Append("ada").SelectMany(Get<RunViews>().Of)) text.AppendLine(view.ToString());
        foreach (QueueEntry entry in Get<RunControl>().Queue) text.AppendLine($"{entry.JobId} {entry.HeldBy}");
        foreach (DatasetCheckRun check in Get<DatasetRegistration>().UnderWay) text.AppendLine(check.Dataset.Name);
        text.AppendLine($"{Get<PhantomOffer>().State} {Get<Reservations>().Find("cpu")}");
        foreach (string path in Directory.EnumerateFileSystemEntries(Data, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (!path.StartsWith(Get<AuditLog>().Folder, StringComparison.Ordinal)
                && !path.Contains("angioboard", StringComparison.Ordinal)) text.AppendLine(path);
        }
        return text.ToString();
    }

    public IEnumerable<string> AuditLines() => Directory.EnumerateFiles(Get<AuditLog>().Folder).SelectMany(File.ReadAllLines);

    public async ValueTask DisposeAsync()
    {
        await Get<PhantomOffer>().Completion;
        await app.DisposeAsync();
        folder.Dispose();
    }

    private async Task FillAsync()
    {
        Account("adam", Roles.Administrator);
        Account("ada", Roles.Researcher);
        await Get<MachineMonitor>().LookAsync(Xunit.TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Study);
        // In place of the phantom dataset, so that making it, which takes a minute, fails at once.
        File.WriteAllText(Path.Combine(Data, PhantomOffer.Name), "");
        File.WriteAllText(Settings.Split!, """{"train": [["a_L/1.jpg", 0], ["b_R/1.jpg", 1]]}""");
        Get<DatasetStore>()
            .Put(new Dataset { Name = Dataset, Split = Settings.Split!, Datadir = Study, ClassNames = ["sick", "well"], Owner = "ada",
                Registered = DateTimeOffset.UnixEpoch });
        Add(Finished, RunStatus.Stopped);
        Add(Deleted, RunStatus.Finished, deleted: true);
        Add(Waiting, RunStatus.Queued);
        Get<Scheduler>().Enqueue(Waiting, null, "ada", "cpu");
    }

    private string Queued(string owner)
    {
        Get<Scheduler>().Enqueue(Finished, null, owner, "cpu");
        return Finished;
    }

    private void Add(string id, RunStatus status, bool deleted = false)
    {
        string place = Path.Combine(Data, "results", deleted ? ".trash" : "", id);
        Directory.CreateDirectory(place);
        File.WriteAllText(Path.Combine(place, "settings.json"), "{}");
        File.WriteAllText(Path.Combine(place, "last.ckpt"), "");
        Get<RunStore>().Add(new Run
        {
            Id = id, Key = Get<RunStore>().NextKey(), Folder = place, Owner = "ada", Settings = Settings,
            SettingsHash = SettingsHash.Of(Settings),
            Created = DateTimeOffset.UnixEpoch, Status = status, Trashed = deleted ? DateTimeOffset.UtcNow : null,
        });
    }
}

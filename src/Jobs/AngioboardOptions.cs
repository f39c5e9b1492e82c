using System.ComponentModel.DataAnnotations;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Slurm;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Providers;
using Angioboard.Jobs.Users.Sessions;
using Angioboard.Jobs.Users.Tokens;
using Angioboard.Jobs.Webhooks;

namespace Angioboard.Jobs;

/// <summary>
/// What the operator of a box sets: section <c>Angioboard</c> of appsettings.json, or environment variables <c>Angioboard__…</c>.
/// </summary>
public sealed record AngioboardOptions
{
    /// <summary>Folder of the database, leases and keys; one dashboard owns it.</summary>
    public string DataFolder { get; init; } = Jobs.Leases.DataFolder.Default;

    /// <summary>The folder of the runs, with one folder per experiment; null for <c>results</c> in the data folder.</summary>
    public string? ResultsFolder { get; init; }

    /// <summary>
    /// Folders below which users of the browser may name a study's files; null for <c>datasets</c> in the data folder. The folder where the
    /// phantom dataset is made and the folders that administrators allow in the browser are always added.
    /// </summary>
    public IReadOnlyList<string>? DataRoots { get; init; }

    /// <summary>Devices that runs may use: <c>cpu</c>, or UUIDs of GPUs; null for all that the box has.</summary>
    public IReadOnlyList<string>? Devices { get; init; }

    /// <summary>Below this much free space in the results folder no run starts, in gigabytes.</summary>
    [Range(0.0, 1e6)]
    public double MinimumFreeGigabytes { get; init; } = 1;

    /// <summary>Share of a GPU's memory that a foreign process must hold for the GPU to count as in use.</summary>
    [Range(0.0, 1.0)]
    public double ForeignMemoryShare { get; init; } = 0.05;

    /// <summary>Minutes that a GPU must have been quiet after foreign use before a run takes it.</summary>
    [Range(0.0, 1440.0)]
    public double QuietMinutes { get; init; } = 5;

    /// <summary>Minutes without any event after which a trainer is reported as hanging.</summary>
    [Range(0.1, 1440.0)]
    public double HangMinutes { get; init; } = 15;

    /// <summary>Limits for each user.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>What happens to old runs.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>The Slurm cluster beside this machine.</summary>
    public SlurmOptions Slurm { get; init; } = new();

    /// <summary>Where notices about runs may be posted.</summary>
    public WebhookOptions Webhooks { get; init; } = new();

    /// <summary>How long browsers stay signed in.</summary>
    public SessionOptions Sessions { get; init; } = new();

    /// <summary>The provider that signs users in by OpenID Connect; null for none.</summary>
    public OpenIdOptions? OpenIdConnect { get; init; }

    /// <summary>The proxy that signs users in; null for none.</summary>
    public ProxySignInOptions? ProxySignIn { get; init; }

    /// <summary>How long tokens may be valid.</summary>
    public TokenOptions Tokens { get; init; } = new();

    /// <summary>What happens to old entries of the audit log.</summary>
    public AuditOptions Audit { get; init; } = new();

    /// <summary>Path below which a proxy serves the dashboard, such as <c>/angioboard</c>; null for the root.</summary>
    public string? PathBase { get; init; }

    /// <summary>Address at which users reach the dashboard, for links in notices; without it, notices have no links.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Further host names at which users reach the dashboard, when <see cref="PublicUrl"/> is set.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Addresses or networks of the proxies whose X-Forwarded headers are trusted.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>
    /// A group of the system that shares devices with the dashboard, announces runs from its terminals and reads results; null for none.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>Environment variables that trainers get in addition to those they are known to need, such as <c>WANDB_*</c>.</summary>
    public IReadOnlyList<string> TrainerVariables { get; init; } = [];

    /// <summary>The full path of the results folder.</summary>
    public string Results => Path.GetFullPath(ResultsFolder ?? Path.Combine(DataFolder, "results"));
}

/// <summary>What happens to runs that nobody wants any more.</summary>
public sealed record RetentionOptions
{
    /// <summary>Days that a deleted run stays in the trash before its folder is removed.</summary>
    [Range(0.0, 36_500.0)]
    public double TrashDays { get; init; } = 7;
}

/// <summary>What happens to old entries of the audit log.</summary>
public sealed record AuditOptions
{
    /// <summary>Days that entries are kept. The file of a month is removed as a whole.</summary>
    [Range(1.0, 36_500.0)]
    public double KeepDays { get; init; } = 730;
}

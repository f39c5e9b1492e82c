using System.ComponentModel.DataAnnotations;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Sessions;
using Angioboard.Jobs.Webhooks;

namespace Angioboard.Jobs;

/// <summary>What the operator of a box sets: section <c>Angioboard</c> of appsettings.json, or environment variables <c>Angioboard__…</c>.</summary>
public sealed record AngioboardOptions
{
    /// <summary>Folder of the database, leases and keys; one dashboard owns it.</summary>
    public string DataFolder { get; init; } = Jobs.Leases.DataFolder.Default;

    /// <summary>Folder of the runs, a folder an experiment; null for <c>results</c> in the data folder.</summary>
    public string? ResultsFolder { get; init; }

    /// <summary>
    /// Folders below which users of the browser may name files of studies; null for <c>datasets</c> in the data folder. Where the phantom study is
    /// made belongs to them always, and what administrators allow in the browser.
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

    /// <summary>Minutes without any event after which a trainer is said to hang.</summary>
    [Range(0.1, 1440.0)]
    public double HangMinutes { get; init; } = 15;

    /// <summary>What one user may have at a time.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>What becomes of old runs.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>Where news of runs may be posted to.</summary>
    public WebhookOptions Webhooks { get; init; } = new();

    /// <summary>How long browsers stay signed in.</summary>
    public SessionOptions Sessions { get; init; } = new();

    /// <summary>What becomes of old entries of the audit log.</summary>
    public AuditOptions Audit { get; init; } = new();

    /// <summary>Path below which a proxy serves the dashboard, such as <c>/angioboard</c>; null for the root.</summary>
    public string? PathBase { get; init; }

    /// <summary>Address under which users reach the dashboard, for links in notifications; without it they have none.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Further host names under which users reach the dashboard, where <see cref="PublicUrl"/> is set.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Addresses or networks of the proxies whose X-Forwarded headers are believed.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>A group of the system that shares devices with the dashboard, announces its terminals' runs and reads results; null for nobody.</summary>
    public string? Group { get; init; }

    /// <summary>Environment variables that trainers get beside those they are known to need, such as <c>WANDB_*</c>.</summary>
    public IReadOnlyList<string> TrainerVariables { get; init; } = [];

    /// <summary>The results folder, in full.</summary>
    public string Results => Path.GetFullPath(ResultsFolder ?? Path.Combine(DataFolder, "results"));
}

/// <summary>What becomes of runs that nobody wants any more.</summary>
public sealed record RetentionOptions
{
    /// <summary>Days that a deleted run lies in the trash before its folder is removed.</summary>
    [Range(0.0, 36_500.0)]
    public double TrashDays { get; init; } = 7;
}

/// <summary>What becomes of old entries of the audit log.</summary>
public sealed record AuditOptions
{
    /// <summary>Days that entries are kept; then their month is removed as a whole.</summary>
    [Range(1.0, 36_500.0)]
    public double KeepDays { get; init; } = 730;
}

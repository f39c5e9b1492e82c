namespace Angioboard.Dashboard.Tests.Account;

/// <summary>Methods of services that pages and endpoints can call and that change no saved data.</summary>
internal static class HarmlessMethods
{
    /// <summary>Methods without an actor.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        // They read.
        "AngioboardOptions.Equals", "QueueSetup.Equals", "QueueSetup.AllDevices", "RunStore.Find", "RunStore.Epochs", "RunViews.Of",
        "RunEvaluations.Read", "RunPredictions.Read", "RunEstimates.Of", "DeviceSpeeds.Find",
        "StudyLibrary.All", "StudyLibrary.Find", "StudyLibrary.Ids", "StudyLibrary.Open",
        "StudyReports.FindAsync", "StudyReports.ReportAsync",
        "EnsembleLibrary.Of", "EnsembleLibrary.Find", "EnsembleData.FindAsync", "EnsembleData.PredictAsync", "EnsembleData.EvaluateAsync",
        "VariantReports.CompareAsync",
        "RunDifferences.CompareAsync", "RunDifferences.Command",
        "PaperKits.MakeAsync", "PaperKits.Take",
        "DatasetStore.All", "DatasetStore.Find", "DatasetCatalog.SummaryAsync", "DatasetCatalog.Counted", "DatasetCatalog.Listing",
        "DatasetCatalog.Summary", "HygieneStore.Find", "HygieneStore.Of", "HygieneStore.FileOf",
        "DatasetSealing.Of", "DatasetEdits.Problems", "DatasetEdits.Runs", "DatasetEdits.Effect", "DatasetVersions.Of",
        "DatasetVersions.Fingerprints",
        "DatasetRegistration.Problems", "DatasetRegistration.Check", "DatasetRegistration.Report", "ExamFrameSource.OfDataset",
        "ExamFrameSource.OfRun",
        "ExamRemarks.Of",
        "MachineMonitor.Find", "MachineMonitor.Refresh", "MachineMonitor.LookAsync", "Reservations.Find", "RunTrash.Until",
        "RunTrash.Measure",
        "UserStore.All", "UserStore.Find", "UserStore.FindAlike", "SessionStore.IsOpen", "SessionStore.Of", "TokenStore.All",
        "TokenStore.Of",
        "AuditReader.Read", "AuditReader.All",
        "Database.Check",
        "DataRoots.Find", "DataRoots.Require", "DataRoots.Lacking", "DatasetFiles.Problems", "DatasetFiles.Lacking", "DatasetFiles.Glance",
        "LaunchPaths.Resolve",
        "LaunchPaths.Problems",
        "LaunchPaths.Registered", "LaunchPreflight.LookAsync", "LaunchPreflight.Warnings",
        "KnownDevices.Find", "FrameBudget.DecodeAsync", "PageActor.GetAsync",
        "CircuitAuthentication.ValidateAuthenticationStateAsync",
        // They start, end and listen.
        "RunFeed.Subscribe", "MachineMonitor.Subscribe", "SlurmMonitor.Subscribe", "SlurmMonitor.LookAsync",
        "MachineMonitor.StartAsync", "MachineMonitor.Dispose", "Database.Dispose",
        "Scheduler.Dispose", "WebhookClient.Dispose",
        "RunDifferences.Dispose", "StudyReports.Dispose", "VariantReports.Dispose", "EnsembleData.Dispose", "EnsembleControl.Dispose",
        "FrameBudget.Dispose", "AuditLog.Dispose", "CircuitAuthentication.Dispose", "Reevaluations.Dispose",
        "MachineCheckup.Dispose", "PaperKits.Dispose", "ApiLaunches.Dispose", "TerminalAddress.Dispose",
        "SignInLink.Print",
        // They log what was done, or have rights checked again.
        "AuditLog.Write", "AuditLog.Retry", "Downloads.Whole", "Downloads.Part", "Downloads.Repeated",
        "Revocations.Account", "Revocations.Session",
        "Rights.set_IsOpen", "Rights.set_TokenRole", "RefusedTokens.Record",
        // The endpoints of the socket have checked who is asking; what a trainer says is kept in memory only.
        "SignInLink.Renew", "RunControl.TrainerWaits", "TerminalAuthentication.HandleAuthenticateAsync",
        "ProxyAuthentication.HandleAuthenticateAsync",
        // They learn the user from a password, a cookie or a token.
        "SessionStore.Begin", "SessionStore.Use", "SessionStore.SignOut", "SignIn.EnterAsync", "KnownDevices.Remember", "Passwords.Check",
        "SignIn.Begin", "ProviderAccounts.Enter", "SignInProblems.Show", "SignInProblems.Read", "ProxySessions.Of",
        "AccountConnection.Mark", "AccountConnection.IsOf",
        "SignInAttempts.Begin", "SignInAttempts.BeginLink", "SignInAttempts.BeginProvider", "SignInAttempts.Succeed", "SignInLink.Use",
        "TokenStore.Use", "TokenAuthentication.HandleAuthenticateAsync", "TokenAuthentication.HandleChallengeAsync",
        "TokenAuthentication.HandleForbiddenAsync",
        // It checks whether an address may be posted to.
        "WebhookClient.CheckAsync",
        // The number of open pages, and what a page shows.
        "Counts.Add", "Counts.Remove", "PageCount.OnConnectionUpAsync", "PageCount.OnConnectionDownAsync",
        "PageActor.set_From", "LiveState.Toggle", "Announcer.Say", "Draft.SaveAsync", "Draft.LoadAsync", "Draft.ClearAsync",
        "ChosenRuns.set_Ids",
        "ColumnMemory.Read", "ColumnMemory.KeepAsync", "ReaderTime.Read", "ReaderTime.Local", "ReaderTime.Minute", "ReaderTime.Second",
        "ReaderTime.Full", "ReaderTime.Day", "ReaderTime.Clock", "ReaderTime.Ago", "ReaderTime.Next",
        // It creates components.
        "ControlDefaults.CreateInstance",
    ];

    /// <summary>Methods with an actor, which they log or look up.</summary>
    public static IReadOnlyList<string> OfActors { get; } =
        ["AuditLog.Write", "AuditLog.WriteFirst", "Rights.Find", "TokenStore.Expiry", "WholeFrameAudit.Write"];
}

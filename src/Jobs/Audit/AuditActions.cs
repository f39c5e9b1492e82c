namespace Angioboard.Jobs.Audit;

/// <summary>The names of actions in the audit log.</summary>
public static class AuditActions
{
#pragma warning disable CS1591 // The names say it; docs/operating.md lists them.
    public const string SignIn = "sign-in", SignOut = "sign-out", ConsoleLink = "sign-in.link", SessionEnd = "session.end",
        PageOpen = "page.open";
    public const string UserAdd = "user.add", UserChange = "user.change", UserRole = "user.role", UserDisable = "user.disable",
        UserEnable = "user.enable";
    public const string UserConnect = "user.connect", UserDisconnect = "user.disconnect";
    public const string UserPassword = "user.password", UserWebhook = "user.webhook", UserWebhookTest = "user.webhook-test";
    public const string TokenCreate = "token.create", TokenRevoke = "token.revoke", TokenUse = "token.use";
    public const string RunLaunch = "run.launch", RunStop = "run.stop", RunPause = "run.pause", RunGoOn = "run.go-on",
        RunExtend = "run.extend";
    public const string RunFinishEarly = "run.finish-early", RunResume = "run.resume", RunEvaluate = "run.evaluate",
        RunEvaluateAgain = "run.evaluate-again",
        RunStopEvaluation = "run.stop-evaluation";
    public const string RunDelete = "run.delete", RunRestore = "run.restore", RunMove = "run.move", RunDescribe = "run.describe",
        RunTag = "run.tag", RunArchive = "run.archive", RunBaseline = "run.baseline", RunReveal = "run.reveal";
    public const string StudyLaunch = "study.launch", StudyAdd = "study.add", StudyPromote = "study.promote",
        StudyEnsemble = "study.ensemble", StudyPredict = "study.predict";
    public const string ResultDownload = "result.download", RunListExport = "run-list.export", WholeFrame = "frame.whole";
    public const string ExamAnimation = "exam.animation", ExamRemark = "exam.remark", RemarkExport = "exam.remark-export";
    public const string TrashEmpty = "trash.empty", TrashRemove = "trash.remove", ViewSave = "view.save", ViewRemove = "view.remove";
    public const string DatasetRegister = "dataset.register", DatasetCheck = "dataset.check", DatasetStopCheck = "dataset.stop-check",
        DatasetRemove = "dataset.remove", DatasetEdit = "dataset.edit", DatasetSeal = "dataset.seal", DatasetUnseal = "dataset.unseal";
    public const string DatasetPhantom = "dataset.phantom", DataRootAdd = "data-root.add", DataRootRemove = "data-root.remove";
    public const string DeviceReserve = "device.reserve", DeviceRelease = "device.release", DeviceDrain = "device.drain",
        DeviceOpen = "device.open";
    public const string MachineCheck = "machine.check";
    public const string DatabaseBackup = "database.backup", AuditExport = "audit.export", AuditRemove = "audit.remove",
        AuditLost = "audit.lost";
#pragma warning restore CS1591

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. typeof(AuditActions).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal)];
}

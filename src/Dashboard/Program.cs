using Angioboard.Dashboard;
using Angioboard.Jobs.Machine;

NativeHeap.KeepTogether();
return await DashboardHost.RunAsync(args);

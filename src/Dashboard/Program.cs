using Angioboard.Dashboard;

return await DashboardHost.RunAsync(args);

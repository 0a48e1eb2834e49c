/** A shop's database as such databases are, in SQL that PostgreSQL and DuckDB both take. The year is that of the tests. */
export const SHOP_SQL: readonly string[] = [
  `create table categories (category_id integer primary key, category_name varchar(40) not null, description text)`,
  `create table suppliers (supplier_id integer primary key, company_name varchar(80) not null, contact_name varchar(60),
     phone varchar(30), country varchar(2))`,
  `create table products (product_id integer primary key, product_name varchar(80) not null,
     supplier_id integer references suppliers (supplier_id), category_id integer references categories (category_id),
     unit_price decimal(10,2), units_in_stock smallint, discontinued boolean not null)`,
  `create table customers (id bigint primary key, first_name varchar(50), last_name varchar(50), email varchar(120) unique,
     birth_date date, city varchar(60), newsletter boolean not null, created_at timestamp with time zone not null,
     updated_at timestamp with time zone not null)`,
  `create table orders (id bigint primary key, customer_id bigint not null references customers (id), ordered_at timestamp not null,
     shipped_at timestamp, total_amount decimal(12,2) not null, discount decimal(12,2), currency varchar(3) not null,
     ship_address text, last_update timestamp)`,
  `create table order_items (order_id bigint not null references orders (id), product_id integer not null references products (product_id),
     quantity integer not null, unit_price decimal(10,2) not null, primary key (order_id, product_id))`,
  `create table vouchers (code varchar(20) primary key, note text, uses integer)`,
  `create view daily_sales as select cast(ordered_at as date) as sales_day, sum(total_amount) as revenue from orders group by 1`,
];

export const shopRows = (newest: string): readonly string[] => [
  `insert into customers values (1, 'Zoë', 'O''Hara', 'zoe@example.com', '1990-02-28', 'Graz', true, '2024-01-01 00:00:00+00', '2024-01-01 00:00:00+00')`,
  `insert into orders values (10, 1, timestamp '${newest}', null, 12.50, null, 'EUR', 'Street 1', null)`,
  `insert into orders values (11, 1, timestamp '2020-01-01 10:00:00', null, 7.00, 1.00, 'EUR', 'Street 1', null)`,
];
